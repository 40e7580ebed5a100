import { describe, expect, it, test } from 'vitest'
import { ssoSession } from '#contract/sign-in.ts'
import { portalHostOf } from '#domain/start-url/portal-host.ts'
import { readStartUrl } from '#domain/start-url/read-start-url.ts'
import { sessionNameOf } from '#domain/start-url/session-name.ts'
import { letters, pick, seededRandom } from '../../support/seeded-random.ts'

const acme = 'https://acme.awsapps.com/start'
const directory = 'https://d-9067aa9977.awsapps.com/start'

describe('an address as people have it', () => {
  test.each([
    [acme, acme],
    ['https://acme.awsapps.com/start/', acme],
    ['https://acme.awsapps.com/start#/', acme],
    ['https://acme.awsapps.com/start/#/?tab=accounts', acme],
    ['https://acme.awsapps.com/start/#/console?account_id=111122223333&role_name=Admin', acme],
    ['https://acme.awsapps.com/start/#/device?user_code=ABCD-EFGH', acme],
    ['https://acme.awsapps.com', acme],
    ['https://acme.awsapps.com/', acme],
    ['acme.awsapps.com', acme],
    ['acme.awsapps.com/start', acme],
    ['HTTPS://Acme.AwsApps.Com/START', acme],
    ['http://acme.awsapps.com/start', acme],
    ['https//acme.awsapps.com/start', acme],
    ['https://acme.awsapps.com:443/start', acme],
    ['https://acme.awsapps.com./start', acme],
    ['  https://acme.awsapps.com/start \r\n', acme],
    ['<https://acme.awsapps.com/start>', acme],
    ['“https://acme.awsapps.com/start”', acme],
    ["'https://acme.awsapps.com/start'", acme],
    ['`https://acme.awsapps.com/start`.', acme],
    ['「https://acme.awsapps.com/start」。', acme],
    ['[AWS access portal](https://acme.awsapps.com/start)', acme],
    ['AWS access portal URL: https://acme.awsapps.com/start/', acme],
    ['sso_start_url = https://acme.awsapps.com/start', acme],
    ['sso_start_url=https://acme.awsapps.com/start#/', acme],
    ['See https://wiki.acme.com/aws, then sign in at https://acme.awsapps.com/start.', acme],
    ['\u200bhttps://acme.awsapps.com/start\ufeff', acme],
    ['D-9067AA9977', directory],
    ['d-9067aa9977.awsapps.com', directory],
    ['https://start.us-gov-home.awsapps.com/directory/Acme/', 'https://start.us-gov-home.awsapps.com/directory/acme'],
    ['start.home.awsapps.cn/directory/d-9067aa9977#/', 'https://start.home.awsapps.cn/directory/d-9067aa9977'],
    ['https://identitycenter.amazonaws.com/ssoins-7223/', 'https://identitycenter.amazonaws.com/ssoins-7223'],
    ['https://sso.acme.com/', 'https://sso.acme.com'],
    ['sso.acme.com/aws/#/', 'https://sso.acme.com/aws'],
    ['http://127.0.0.1:4566/start/', 'http://127.0.0.1:4566/start'],
  ])('%j', (text, startUrl) => {
    expect(readStartUrl(text)?.startUrl).toBe(startUrl)
  })

  test.each([
    ['https://ssoins-72238f44.portal.us-west-2.app.aws/', 'us-west-2'],
    ['ssoins-72238f44.us-east-1.portal.amazonaws.com', 'us-east-1'],
    ['SSOINS-72238F44.portal.ap-southeast-7.app.aws/#/?tab=accounts', 'ap-southeast-7'],
    ['https://ssoins-7.portal.cn-north-1.app.amazonwebservices.com.cn', 'cn-north-1'],
    ['https://ssoins-7.eusc-de-east-1.portal.amazonaws.eu', 'eusc-de-east-1'],
    ['https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/acme', 'us-gov-west-1'],
    ['https://start.cn-northwest-1.home.awsapps.cn/directory/acme', 'cn-northwest-1'],
  ])('%s names its region', (text, region) => {
    const read = readStartUrl(text)
    expect(read?.region).toBe(region)
    expect(read?.startUrl).not.toMatch(/[#?A-Z]|\/$/)
  })

  test.each([
    ['', 'nothing'],
    ['acme', 'a word'],
    ['mika@acme.com', 'an address of mail'],
    ['https://mika:secret@acme.awsapps.com/start', 'a login'],
    ['https://console.aws.amazon.com/', 'the console'],
    ['https://111122223333.signin.aws.amazon.com/console', 'the sign-in of IAM users'],
    ['https://us-east-1.signin.aws/', 'the sign-in of the console'],
    ['https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD', 'the page for codes'],
    ['https://portal.sso.us-east-1.amazonaws.com/', 'the API'],
    ['https://start.us-gov-home.awsapps.com/', 'a portal without its directory'],
    ['https://awsapps.com/start', 'the domain alone'],
    ['ftp://acme.awsapps.com/start', 'another scheme'],
    ['http://127.999.1.1/start', 'no address of this computer'],
    ['https://1.2.3.4.5/', 'no address at all'],
    ['https://999.1.1.1', 'nor this'],
    ['https://xn--0.example.com', 'a name that encodes nothing'],
    ['https://xn--0.awsapps.com/start', 'nor as a portal'],
    ['x'.repeat(3_000), 'far too much'],
  ])('%j is none', (text) => {
    expect(readStartUrl(text)).toBeNull()
  })
})

test('any text leads to an address that can be parsed, or to none', () => {
  const pieces = [
    'https://',
    'http://',
    '127.',
    '1.',
    '999',
    '0x7f',
    'xn--',
    'a',
    '-',
    '_',
    '.',
    ':80',
    '/',
    '%',
    'com',
    'é',
    '.awsapps.com',
  ]
  for (let seed = 0; seed < 4_000; seed += 1) {
    const random = seededRandom(seed)
    const text = Array.from({ length: 1 + Math.floor(random() * 7) }, () => pick(random, pieces)).join('')
    const read = readStartUrl(text)
    if (read !== null) expect(URL.canParse(read.startUrl), `${text} → ${read.startUrl}`).toBe(true)
  }
})

describe('hosts that only look like a portal', () => {
  it.each(['awsapps.com.evil.net', 'evil-awsapps.com', 'x.app.aws.example', 'acme.awsapps.com.cn', 'a.b.awsapps.com'])(
    '%s is none of AWS’s',
    (host) => {
      expect(portalHostOf(host)).toBeNull()
    },
  )
})

describe('whatever people put around it', () => {
  const regions = ['us-east-1', 'ap-northeast-1', 'us-gov-west-1', 'eusc-de-east-1', 'mx-central-1']
  const wrappings: readonly ((text: string) => string)[] = [
    (text) => ` ${text}\n`,
    (text) => `<${text}>`,
    (text) => `"${text}"`,
    (text) => `‘${text}’`,
    (text) => `(${text})`,
    (text) => `${text}.`,
    (text) => `${text}/`,
    (text) => `${text}#/`,
    (text) => `${text}/#/?tab=accounts`,
    (text) => text.replace(/^https:\/\//i, ''),
    (text) => text.replace(/^https:/i, 'HTTPS:'),
    (text) => text.replace(/^(https:\/\/)?([^/]+)/i, (all) => all.toUpperCase()),
    (text) => `Your portal: ${text}`,
    (text) => `\ufeff${text}\u200b`,
  ]
  const portal = (random: () => number): string => {
    const name = `a${letters(random, 'abcdefghij0123456789-', 6)}z`
    const region = pick(random, regions)
    return pick(random, [
      `https://${name}.awsapps.com/start`,
      `https://d-${letters(random, '0123456789abcdef', 10)}.awsapps.com/start`,
      `https://${name}.portal.${region}.app.aws`,
      `https://${name}.${region}.portal.amazonaws.com`,
      `https://start.${region}.us-gov-home.awsapps.com/directory/${name}`,
      `https://start.home.awsapps.cn/directory/${name}`,
    ])
  }

  it('leads to the same address, which reads as itself and which the contract takes', () => {
    for (let seed = 0; seed < 2_000; seed += 1) {
      const random = seededRandom(seed)
      const meant = portal(random)
      const layers = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(random, wrappings))
      // A suffix of a page after a suffix of a page is no address that anybody has.
      const text = [...new Set(layers)].toSorted(byPlace).reduce((inner, wrap) => wrap(inner), meant)
      expect(readStartUrl(text)?.startUrl, `${seed}: ${text}`).toBe(meant)
      expect(readStartUrl(meant)?.startUrl).toBe(meant)
      const session = { name: 'acme', startUrl: meant, region: 'us-east-1' }
      expect(ssoSession.safeParse(session).success).toBe(true)
    }
    // What belongs to the address comes first, then what stands around it.
    function byPlace(one: (text: string) => string, other: (text: string) => string): number {
      const rank = (wrap: (text: string) => string): number =>
        [6, 7, 8, 9, 10, 11].includes(wrappings.indexOf(wrap)) ? 0 : 1
      return rank(one) - rank(other)
    }
  })

  it('and nothing makes the reader throw, or give what the contract refuses', () => {
    const alphabet = 'ab.:/#?=&<>"\' @[]()-_0\n\u200bÅ😀%'
    for (let seed = 0; seed < 3_000; seed += 1) {
      const random = seededRandom(seed)
      const text = letters(random, alphabet, 1 + Math.floor(random() * 40))
      const read = readStartUrl(random() < 0.5 ? `https://${text}` : text)
      if (read === null) continue
      const session = { name: 'acme', startUrl: read.startUrl, region: 'us-east-1' }
      expect(ssoSession.safeParse(session).success, read.startUrl).toBe(true)
      expect(readStartUrl(read.startUrl)?.startUrl).toBe(read.startUrl)
    }
  })
})

describe('a name for a sign-in', () => {
  const harborline = 'https://harborline.awsapps.com/start'

  it.each([
    [harborline, 'harborline'],
    ['https://d-9067aa9977.awsapps.com/start', 'd-9067aa9977'],
    ['https://start.us-gov-home.awsapps.com/directory/acme', 'acme'],
    ['https://ssoins-7.portal.us-west-2.app.aws', 'ssoins-7'],
    ['nonsense', 'aws'],
  ])('of %s is %s', (startUrl, name) => {
    expect(sessionNameOf(startUrl, 'eu-west-1', [])).toBe(name)
  })

  it('that is taken by another portal says where it is, and only then counts', () => {
    expect(sessionNameOf(harborline, 'eu-west-1', ['harborline'])).toBe('harborline-eu-west-1')
    const taken = ['harborline', 'harborline-eu-west-1']
    expect(sessionNameOf(harborline, 'eu-west-1', taken)).toBe('harborline-eu-west-1-2')
  })
})
