/** One environment, and what each of the programs that people compare makes of it. */
export interface ProxyReading {
  readonly what: string
  readonly environment: Readonly<Record<string, string>>
  readonly url?: string
  /** `SCHEME://[USER:PASSWORD@]HOST:PORT` decoded, `none` for directly, `problem` where it can not be used. */
  readonly ours: string
  /** Where they differ from us: botocore (AWS CLI), Go's httpproxy (AWS's plugin); curl says only whether. */
  readonly botocore?: string
  readonly go?: string
  readonly curl?: 'proxy' | 'none'
  /** Why ours, where they differ among themselves. */
  readonly because?: string
}

/** Where the data channel is. */
export const gateway = 'https://ssmmessages.eu-west-1.amazonaws.com/'
const host = 'ssmmessages.eu-west-1.amazonaws.com'
const P = 'http://p.corp:3128'
const Q = 'http://q.corp:3128'

const variables: readonly ProxyReading[] = [
  { what: 'nothing', environment: {}, ours: 'none' },
  { what: 'upper case', environment: { HTTPS_PROXY: P }, ours: P },
  { what: 'lower case', environment: { https_proxy: P }, ours: P },
  {
    what: 'both spellings',
    environment: { HTTPS_PROXY: Q, https_proxy: P },
    ours: P,
    go: Q,
    because: 'AWS CLI and curl take the lower case; the plugin is given ours in both',
  },
  { what: 'an empty value', environment: { HTTPS_PROXY: '' }, ours: 'none' },
  {
    what: 'an empty value in lower case beside another',
    environment: { HTTPS_PROXY: P, https_proxy: '' },
    ours: 'none',
    go: P,
    curl: 'proxy',
    because: 'whoever empties the spelling that wins turns the proxy off; AWS CLI goes directly, too',
  },
  { what: 'the other scheme', environment: { HTTP_PROXY: P }, ours: 'none' },
  {
    what: 'ALL_PROXY',
    environment: { ALL_PROXY: P },
    ours: P,
    botocore: 'none',
    go: 'none',
    because: 'curl reads it, and nobody sets it for a network that can be left directly',
  },
  {
    what: 'ALL_PROXY with SOCKS',
    environment: { ALL_PROXY: 'socks5://p.corp:1080' },
    ours: 'none',
    curl: 'proxy',
    because: "it is meant for others: AWS's tools do not read it, and get through",
  },
  {
    what: 'an empty HTTPS_PROXY before ALL_PROXY',
    environment: { HTTPS_PROXY: '', ALL_PROXY: P },
    ours: 'none',
    curl: 'proxy',
    because: 'AWS CLI and the plugin go directly',
  },
]

const exceptions: readonly ProxyReading[] = [
  { what: 'a star', environment: { HTTPS_PROXY: P, NO_PROXY: '*' }, ours: 'none' },
  {
    what: 'a star in a list',
    environment: { HTTPS_PROXY: P, NO_PROXY: 'a.b, *' },
    ours: 'none',
    botocore: P,
    curl: 'proxy',
    because: 'it can mean nothing else, and the plugin reads it so',
  },
  { what: 'the name', environment: { HTTPS_PROXY: P, NO_PROXY: host }, ours: 'none' },
  { what: 'the name in other letters', environment: { HTTPS_PROXY: P, NO_PROXY: host.toUpperCase() }, ours: 'none' },
  { what: 'a domain', environment: { HTTPS_PROXY: P, NO_PROXY: 'amazonaws.com' }, ours: 'none' },
  { what: 'a domain with a dot', environment: { HTTPS_PROXY: P, NO_PROXY: '.amazonaws.com' }, ours: 'none' },
  {
    what: 'the name with a dot',
    environment: { HTTPS_PROXY: P, NO_PROXY: `.${host}` },
    ours: 'none',
    go: P,
    because: 'AWS CLI and curl take the dot away; the plugin is given the bare name besides',
  },
  {
    what: 'a domain with the dot of the root',
    environment: { HTTPS_PROXY: P, NO_PROXY: 'amazonaws.com.' },
    ours: 'none',
    botocore: P,
    go: P,
    because: 'it can mean nothing else, and curl reads it so; the plugin is given the bare name besides',
  },
  {
    what: 'a domain with a star',
    environment: { HTTPS_PROXY: P, NO_PROXY: '*.amazonaws.com' },
    ours: 'none',
    botocore: P,
    curl: 'proxy',
    because: 'it can mean nothing else, and the plugin reads it so',
  },
  {
    what: 'the end of a name',
    environment: { HTTPS_PROXY: P, NO_PROXY: 'aws.com,messages.eu-west-1.amazonaws.com' },
    ours: P,
  },
  { what: 'commas and blanks', environment: { HTTPS_PROXY: P, NO_PROXY: ' a.b ,, amazonaws.com ' }, ours: 'none' },
  {
    what: 'blanks alone',
    environment: { HTTPS_PROXY: P, NO_PROXY: 'a.b amazonaws.com' },
    ours: P,
    curl: 'none',
    because: 'AWS CLI and the plugin part at commas only',
  },
  {
    what: 'an empty list in lower case beside another',
    environment: { HTTPS_PROXY: P, NO_PROXY: '*', no_proxy: '' },
    ours: P,
    go: 'none',
    curl: 'none',
    because: 'as with the proxy: AWS CLI reads it so',
  },
  {
    what: 'its own port',
    environment: { HTTPS_PROXY: P, NO_PROXY: 'amazonaws.com:443' },
    ours: 'none',
    botocore: P,
    curl: 'proxy',
    because: 'the plugin reads ports, and the port is the one',
  },
  { what: 'another port', environment: { HTTPS_PROXY: P, NO_PROXY: 'amazonaws.com:8443' }, ours: P },
  { what: 'an address', environment: { HTTPS_PROXY: P, NO_PROXY: '10.1.2.3' }, url: 'https://10.1.2.3/', ours: 'none' },
  {
    what: 'a network',
    environment: { HTTPS_PROXY: P, NO_PROXY: '10.0.0.0/8' },
    url: 'https://10.1.2.3/',
    ours: 'none',
    botocore: P,
    because: 'the plugin and curl read networks',
  },
  {
    what: 'another network',
    environment: { HTTPS_PROXY: P, NO_PROXY: '10.0.0.0/16' },
    url: 'https://10.1.2.3/',
    ours: P,
  },
  { what: 'a network that names no host', environment: { HTTPS_PROXY: P, NO_PROXY: '0.0.0.0/0' }, ours: P },
  {
    what: 'an IPv6 address',
    environment: { HTTPS_PROXY: P, NO_PROXY: 'fd00::5' },
    url: 'https://[fd00::5]/',
    ours: 'none',
    botocore: P,
    because: 'the plugin and curl know the address without its brackets',
  },
  {
    what: 'this computer',
    environment: { HTTPS_PROXY: P, HTTP_PROXY: P },
    url: 'http://127.0.0.1:4566/',
    ours: 'none',
    botocore: P,
    curl: 'none',
    because: 'no proxy leads back here',
  },
  {
    what: 'this computer by name',
    environment: { HTTP_PROXY: P },
    url: 'http://localhost:4566/',
    ours: 'none',
    botocore: P,
    because: 'no proxy leads back here',
  },
  {
    what: 'the metadata service',
    environment: { HTTP_PROXY: P },
    url: 'http://169.254.169.254/',
    ours: 'none',
    botocore: P,
    go: P,
    because: 'a link-local address ends at this computer',
  },
]

const addresses: readonly ProxyReading[] = [
  { what: 'no scheme', environment: { HTTPS_PROXY: 'p.corp:3128' }, ours: P },
  { what: 'no port', environment: { HTTPS_PROXY: 'http://p.corp' }, ours: 'http://p.corp:80' },
  { what: 'TLS to the proxy', environment: { HTTPS_PROXY: 'https://p.corp' }, ours: 'https://p.corp:443' },
  { what: 'IPv6', environment: { HTTPS_PROXY: 'http://[fd00::5]:3128' }, ours: 'http://fd00::5:3128' },
  {
    what: 'an escaped password',
    environment: { HTTPS_PROXY: 'http://me:p%40s@p.corp:3128' },
    ours: 'http://me:p@s@p.corp:3128',
  },
  { what: 'a raw @', environment: { HTTPS_PROXY: 'http://me:p@s@p.corp:3128' }, ours: 'http://me:p@s@p.corp:3128' },
  {
    what: 'a raw %',
    environment: { HTTPS_PROXY: 'http://me:50%off@p.corp:3128' },
    ours: 'http://me:50%off@p.corp:3128',
    go: 'none',
    because: 'AWS CLI reads it; the plugin is given it escaped',
  },
  {
    what: 'a raw #',
    environment: { HTTPS_PROXY: 'http://me:a#b@p.corp:3128' },
    ours: 'http://me:a#b@p.corp:3128',
    botocore: 'fails',
    go: 'http://http:80',
    because: 'it can mean nothing else',
  },
  {
    what: 'SOCKS',
    environment: { HTTPS_PROXY: 'socks5://p.corp:1080' },
    ours: 'socks5://p.corp:1080',
    botocore: 'http://socks5:80',
    because: 'the plugin goes through it, and so do we; AWS CLI looks for a host named socks5',
  },
]

/** Every case that has a reading of its own somewhere. */
export const proxyReadings: readonly ProxyReading[] = [...variables, ...exceptions, ...addresses]
