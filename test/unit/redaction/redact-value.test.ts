import { describe, expect, it } from 'vitest'
import { redact, redactLine as redactText } from '#domain/redaction/redact-value.ts'
import { mark as redacted } from '#domain/redaction/secret-forms.ts'

const secrets = [
  'AQoDYXdzEJr1K9/token+value==',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'hunter2-of-mine',
  'AKIAIOSFODNN7EXAMPLE',
  'ASIAIOSFODNN7EXAMPLE',
]

/** What secrets are called by AWS, by OAuth, by drivers and by us; each name in the list of forms has one here. */
const names = [
  'TokenValue',
  'tokenValue',
  'accessToken',
  'refresh_token',
  'sessionToken',
  'clientSecret',
  'SecretAccessKey',
  'aws_secret_access_key',
  'AccessKeyId',
  'password',
  'Authorization',
  'x-amz-security-token',
  'X-Amz-Security-Token',
  'codeVerifier',
  'deviceCode',
  'cookie',
  'set-cookie',
  'credentials',
  'upgradeHeaders',
  'x-amz-sso_bearer_token',
  'PGPASSWORD',
  'sslpassphrase',
  'passwd',
  'pwd',
  'SecretString',
  'credential',
  'apiKey',
  'aws-access-key',
  'private_key',
  'code_verifier',
  'verifier',
  'userCode',
  'X-Amz-Signature',
]

describe('fields', () => {
  it.each(names)('named %s are never shown, whatever they hold', (name) => {
    for (const value of [secrets[0], { inner: secrets[1] }, [secrets[2]]]) {
      expect(redact({ deep: [{ [name]: value }] })).toEqual({ deep: [{ [name]: redacted }] })
    }
  })

  it('that only look like it are shown', () => {
    const plain = {
      tokens: 3,
      code: 'ACCESS_DENIED',
      state: 'ready',
      sessionId: 'mika-0abc',
      expiresAt: 5,
      password: null,
      token: '',
    }
    expect(redact(plain)).toEqual(plain)
  })

  it('beside their name in a list, or under `value`, are as secret', () => {
    expect(redact(['accept', 'text/html', 'authorization', 'correct-horse'])).toEqual([
      'accept',
      'text/html',
      'authorization',
      redacted,
    ])
    expect(redact({ name: 'cookie', value: 'correct-horse' })).toEqual({ name: 'cookie', value: redacted })
  })

  it('of an OAuth answer are not', () => {
    expect(redact({ code: 'eyJ.abc/+', state: 'a'.repeat(43) })).toEqual({ code: redacted, state: redacted })
  })
})

describe('text', () => {
  it.each(['AAEAA', 'AQo', 'FwoG', 'IQoJ'])('has no token that begins with %s, however short or plain', (beginning) => {
    const token = `${beginning}${'abcdefgh'.repeat(4)}`
    expect(redactText(`it was ${token}.`)).not.toContain('abcdefgh')
  })

  it.each(names)('has no value of %s in it', (name) => {
    for (const text of [`${name}=correct-horse`, `"${name}": "correct-horse"`, `${name}: correct-horse`])
      expect(redactText(`tunnel ${text}`)).not.toContain('correct-horse')
  })

  it.each([
    ['postgresql://app:hunter2-of-mine@localhost:15432/orders', 'postgresql://app:[redacted]@localhost:15432/orders'],
    ['redis://:hunter2-of-mine@localhost', 'redis://:[redacted]@localhost'],
    ['http://proxyuser:hunter2-of-mine@proxy:3128', 'http://proxyuser:[redacted]@proxy:3128'],
    ['Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/x, Signature=00ff', 'Authorization: [redacted]'],
    ['authorization=Bearer hunter2-of-mine', 'authorization=[redacted]'],
    ['got Bearer aoaAAAAAGhunter2-of-mine', 'got Bearer [redacted]'],
    ['X-Amz-Security-Token=AQoDYXdzEJr1K9/token+value==&X-Amz-Date=1', 'X-Amz-Security-Token=[redacted]&X-Amz-Date=1'],
    [
      '{"SessionId":"a-0","TokenValue":"AQoDYXdzEJr1K9/token+value=="}',
      '{"SessionId":"a-0","TokenValue":"[redacted]"}',
    ],
    [
      '"{\\"TokenValue\\":\\"AQoDYXdzEJr1K9/token+value==\\",\\"a\\":1}"',
      '"{\\"TokenValue\\":\\"[redacted]\\",\\"a\\":1}"',
    ],
    ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'aws_secret_access_key = [redacted]'],
    ['key AKIAIOSFODNN7EXAMPLE and ASIAIOSFODNN7EXAMPLE', 'key AKIA[redacted] and ASIA[redacted]'],
    [
      'GET /oauth/callback?code=hunter2-of-mine&state=abc HTTP/1.1',
      'GET /oauth/callback?code=[redacted]&state=[redacted] HTTP/1.1',
    ],
    ['password=hunter2-of-mine host=localhost', 'password=[redacted] host=localhost'],
    ['client eyJraWQiOiJzYW5kYm94In0.abc.def used', 'client [redacted] used'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected)
  })

  it('without secrets stays as it is', () => {
    const text = 'Tunnel orders at 127.0.0.1:15432 → https://d-1.awsapps.com/start#/ (session mika.sato-0abc) code=3'
    expect(redactText(text)).toBe(text)
  })

  it('of any length is cut, and quickly', () => {
    const started = performance.now()
    expect(redactText('password='.repeat(1_000_000)).length).toBeLessThan(2_100)
    expect(redactText(`${'a:'.repeat(500_000)}@`).length).toBeLessThan(2_100)
    expect(redactText('x'.repeat(2_001))).toMatch(/… \(2001\)$/)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe('hostile shapes', () => {
  it('are cut where they turn back on themselves or go too deep', () => {
    const cycle: Record<string, unknown> = { name: 'a' }
    cycle['self'] = cycle
    cycle['list'] = [cycle, new Map([['me', cycle]]), new Set([cycle])]
    expect(redact(cycle)).toEqual({ name: 'a', self: '[cycle]', list: ['[cycle]', { me: '[cycle]' }, ['[cycle]']] })
    const shared = { x: 1 }
    expect(redact([shared, shared])).toEqual([{ x: 1 }, { x: 1 }])
    const deep = Array.from({ length: 100 }).reduce<object>((inner) => ({ inner }), {})
    expect(JSON.stringify(redact(deep))).toContain('[deep]')
  })

  it('are spelled out when they are errors, causes and all, without their secrets', () => {
    const error = Object.assign(
      new Error(`refused for ${secrets[3]}`, { cause: new Error(`password=${secrets[2]}`) }),
      { requestId: 'r', token: secrets[0] },
    )
    const text = JSON.stringify(redact({ error }))
    expect(text).toContain('"requestId":"r"')
    for (const secret of secrets) expect(text).not.toContain(secret)
  })

  it('never throw and never grow', () => {
    const hostile = {
      get boom(): string {
        throw new Error('no')
      },
    }
    expect(redact({ hostile })).toEqual({ hostile: '[unreadable]' })
    expect(
      redact({
        f: () => 1,
        s: Symbol('x'),
        n: 10n,
        u: undefined,
        d: new Date(NaN),
        b: new Uint8Array(5),
        url: new URL('http://a:b@c/'),
      }),
    ).toEqual({
      f: '[function]',
      s: '[symbol]',
      n: '10',
      u: undefined,
      d: 'Invalid Date',
      b: '[5 bytes]',
      url: 'http://a:[redacted]@c/',
    })
    expect((redact(Array.from({ length: 1_000 }, () => 1)) as unknown[]).length).toBe(51)
    expect(
      Object.keys(redact(Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, 1]))) as object)
        .length,
    ).toBe(61)
    const proxy = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no')
        },
      },
    )
    expect(redact({ proxy })).toEqual({ proxy: '[unreadable]' })
  })
})
