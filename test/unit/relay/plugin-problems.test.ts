import { describe, expect, it } from 'vitest'
import { problemOfEnding, problemOfFailure } from '#relay/engine/plugin/plugin-problems.ts'
import { direct } from '#test/support/direct-route.ts'
import { pluginEnvironment } from '#relay/engine/plugin/plugin-environment.ts'

describe('what the plugin says, as a problem', () => {
  it.each([
    ['Forwarding to IP address node.internal is forbidden.', 'ENDPOINT_FORBIDDEN'],
    ['Unable to connect to specified port: dial tcp 10.0.0.1:5432: connect: connection refused', 'ENDPOINT_REFUSED'],
    ['Unable to connect to specified port: dial tcp 10.0.0.1:5432: i/o timeout', 'ENDPOINT_TIMED_OUT'],
    ['lookup orders.internal: no such host', 'ENDPOINT_NAME_UNKNOWN'],
    [
      '----------ERROR-------\nEncountered error while initiating handshake. Handshake timed out.',
      'HANDSHAKE_TIMED_OUT',
    ],
    ['Plugin with name Port is not supported by this version of ssm agent, please update', 'AGENT_TOO_OLD'],
    ['Setting up data channel with id x failed: … CreateDataChannel failed', 'TARGET_NOT_CONNECTED'],
    ['Your session timed out due to inactivity', 'SESSION_EXPIRED'],
    ['', 'SESSION_ENDED'],
  ])('the service ends it: %j is %s', (text, code) => {
    const words = text.replace(/^-+ERROR-+\n/, '')
    expect(problemOfEnding(text)).toEqual({ code, details: words === '' ? {} : { said: words } })
  })

  it.each([
    ['listen tcp 127.0.0.1:15432: bind: address already in use', 'ENGINE_FAILED'],
    ['tls: failed to verify certificate: x509: certificate signed by unknown authority', 'TLS_UNTRUSTED'],
    ['websocket: bad handshake', 'DATA_CHANNEL_REFUSED'],
    ['dial tcp: lookup ssmmessages.eu-west-1.amazonaws.com: no such host', 'DATA_CHANNEL_UNREACHABLE'],
    ['websocket: close sent', 'SESSION_DROPPED'],
    ['ExpiredTokenException: The security token included in the request is expired', 'CREDENTIALS_INVALID'],
    ['something new', 'ENGINE_FAILED'],
  ])('the plugin can not go on: %j is %s', (message, code) => {
    expect(problemOfFailure(message, '/opt/plugin')).toMatchObject({ code, details: { said: message } })
  })
})

describe('the environment of the plugin', () => {
  const gateway = 'ssmmessages.eu-west-1.amazonaws.com'
  const secrets = {
    response: '{}',
    credentialsUrl: 'http://127.0.0.1:1/',
    credentialsToken: 't',
    way: { url: `wss://${gateway}/`, route: direct, trustFile: null, platform: 'linux' },
  } as const

  it('has a folder for temporary files that the plugin’s socket fits into', () => {
    const given = (folder: string): string | undefined => pluginEnvironment({ TMPDIR: folder }, secrets)['TMPDIR']
    expect([given('/run/user/1000'), given(`/home/mika/${'t'.repeat(60)}`)]).toEqual(['/run/user/1000', '/tmp'])
  })

  it('keeps proxy and certificate settings in both spellings, and drops every AWS variable but its own', () => {
    const own = {
      https_proxy: 'http://p',
      NO_PROXY: 'x',
      SSL_CERT_FILE: '/ca',
      Path: 'C:\\',
      AWS_REGION: 'r',
      AWS_SESSION_TOKEN: 's',
      X: 'y',
    }
    const { https_proxy, HTTPS_PROXY, NO_PROXY, no_proxy, SSL_CERT_FILE, Path, ...rest } = pluginEnvironment(
      own,
      secrets,
    )
    expect([https_proxy, HTTPS_PROXY]).toEqual(['http://p:80', 'http://p:80'])
    expect([NO_PROXY, no_proxy]).toEqual([`x,${gateway}`, `x,${gateway}`])
    expect([SSL_CERT_FILE, Path]).toEqual(['/ca', 'C:\\'])
    expect(Object.keys(rest).sort()).toEqual([
      'AWS_CONFIG_FILE',
      'AWS_CONTAINER_AUTHORIZATION_TOKEN',
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
      'AWS_EC2_METADATA_DISABLED',
      'AWS_SHARED_CREDENTIALS_FILE',
      'AWS_SSM_START_SESSION_RESPONSE',
    ])
  })
})
