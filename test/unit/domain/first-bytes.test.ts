import { describe, expect, test } from 'vitest'
import { firstBytesLimit, readFirstBytes, type FirstBytes } from '#domain/first-bytes/first-bytes.ts'
import { headerValues } from '#domain/first-bytes/http-request.ts'
import { firstWordsOf, type RecordedClient } from '#test/support/first-words.ts'
import { letters, pick, seededRandom } from '#test/support/seeded-random.ts'

const text = (said: string): FirstBytes => readFirstBytes(Buffer.from(said, 'latin1'))
const hex = (said: string): FirstBytes => readFirstBytes(Buffer.from(said, 'hex'))
const unknown: FirstBytes = { kind: 'unknown' }
const undecided: FirstBytes = { kind: 'undecided', mayBe: 'anything-else' }
const perhapsWeb: FirstBytes = { kind: 'undecided', mayBe: 'of-the-web' }

describe('real clients', () => {
  const tls = (serverName: string | null, ...protocols: string[]): FirstBytes => ({
    kind: 'client-hello',
    hello: { serverName, protocols },
  })
  const clients: readonly (readonly [RecordedClient, FirstBytes])[] = [
    ['psql-ssl-request', { kind: 'postgresql-message', message: { type: 'ssl-request', length: 8 } }],
    ['psql-startup', { kind: 'postgresql-message', message: { type: 'startup', length: 56, version: 196_608 } }],
    ['redis-cli-ping', { kind: 'redis-command', command: { form: 'resp', name: 'PING', isComplete: true } }],
    ['curl-tls-localhost', tls('localhost', 'h2', 'http/1.1')],
    ['openssl-tls-other-name', tls('evil.example', 'h2', 'http/1.1')],
    ['openssl-tls-postgresql', tls(null, 'postgresql')],
    ['chromium-tls-localhost', tls('localhost', 'h2', 'http/1.1')],
    ['chromium-tls-other-name', tls('evil.example', 'h2', 'http/1.1')],
  ]

  test.each(clients)('%s', (client, expected) => {
    expect(readFirstBytes(firstWordsOf(client))).toEqual(expected)
  })

  test('say over HTTP where they come from', () => {
    const of = (client: RecordedClient): readonly string[] => {
      const read = readFirstBytes(firstWordsOf(client))
      if (read.kind !== 'http-request') throw new Error(read.kind)
      const { request } = read
      const headers = ['host', 'origin', 'sec-fetch-site'].map((name) => headerValues(request, name).join())
      return [request.method, request.target, request.version, ...headers]
    }
    expect(of('curl-get')).toEqual(['GET', '/x?y=1', 'HTTP/1.1', '127.0.0.1:47003', '', ''])
    const page = 'http://evil.example:47013'
    expect(of('chromium-post-cross-site')).toEqual([
      'POST',
      '/_bulk',
      'HTTP/1.1',
      '127.0.0.1:47011',
      page,
      'cross-site',
    ])
    expect(of('chromium-get-cross-site')).toEqual(['GET', '/x', 'HTTP/1.1', 'localhost:47011', '', 'cross-site'])
    expect(of('chromium-websocket')).toEqual(['GET', '/ws', 'HTTP/1.1', '127.0.0.1:47011', page, ''])
  })
})

describe('WebRTC', () => {
  const webRtc: FirstBytes = { kind: 'web-rtc' }
  const stun = `2112a442${'5a'.repeat(12)}`

  test.each([
    ['Allocate of TURN', `00030020${stun}`],
    ['Binding of STUN', `00010000${stun}`],
    ['a success of Binding', `0101000c${stun}`],
    ['Binding of ICE in a frame', `005000010 03c${stun}`.replace(' ', '')],
    ['the hello of ssltcp', '8046010301002d00000010'],
  ])('%s', (_, said) => expect(hex(said)).toEqual(webRtc))

  test.each([
    '00',
    '0003',
    '00030020',
    '0003002021',
    '0003002021 12a4',
    '0050 0001',
    '0050 0001 003c 2112',
    '8046 0103',
  ])('more than %s has to come', (said) => expect(hex(said.replaceAll(' ', ''))).toEqual(perhapsWeb))

  test.each([
    ['another number', `000300202112a443`],
    ['no length of STUN', `000300212112a442`],
    ['no type of STUN', `400300202112a442`],
    ['another length of the frame', `005100010 03c${stun}`.replace(' ', '')],
    ['a hello of SSL 2', '802e0103010015000000100700c0'],
    ['bytes of Kafka', '0000001a00120003000000010004'],
  ])('%s is none of it', (_, said) => expect(hex(said)).toEqual(unknown))
})

describe('PostgreSQL', () => {
  test.each<[string, FirstBytes]>([
    ['0000000804d21630', { kind: 'postgresql-message', message: { type: 'gss-encryption-request', length: 8 } }],
    [
      `0000001004d2162e${'00'.repeat(8)}`,
      { kind: 'postgresql-message', message: { type: 'cancel-request', length: 16 } },
    ],
    [
      `0000010c04d2162e${'00'.repeat(260)}`,
      { kind: 'postgresql-message', message: { type: 'cancel-request', length: 268 } },
    ],
    ['000000090003000200', { kind: 'postgresql-message', message: { type: 'startup', length: 9, version: 196_610 } }],
    // Two messages at once, as one who does not wait for the answer says them: the first is told, with its length.
    ['0000000804d2162f0000000900030000', { kind: 'postgresql-message', message: { type: 'ssl-request', length: 8 } }],
    ['0000000904d2162f00', unknown],
    ['0000001004d2162f0000000000000000', unknown],
    ['0000000800030000', unknown],
    ['000027110003000000', unknown],
    ['0000000700030000', unknown],
    ['00010001', unknown],
    ['000000100004000000', unknown],
    ['000000', undecided],
    ['00000010000300007573', undecided],
  ])('%s', (said, expected) => expect(hex(said)).toEqual(expected))
})

describe('Redis', () => {
  const command = (form: 'resp' | 'inline', name: string, isComplete: boolean): FirstBytes => ({
    kind: 'redis-command',
    command: { form, name, isComplete },
  })
  test.each<[string, FirstBytes]>([
    ['*2\r\n$4\r\nauth\r\n$6\r\nsecret\r\n', command('resp', 'AUTH', true)],
    ['*2\r\n$4\r\nAUTH\r\n$6\r\nsec', command('resp', 'AUTH', false)],
    ['*2\r\n$4\r\nAUTH', command('resp', 'AUTH', false)],
    ['*2\r\n$4\r\nAUT', undecided],
    ['*1\r', undecided],
    ['PING\r\n', command('inline', 'PING', true)],
    ['get /x\n', command('inline', 'GET', true)],
    ['GET', perhapsWeb],
    ['?', undecided],
    ['hello', perhapsWeb],
    ['*1 ', perhapsWeb],
    ['(hello', undecided],
    ['*0\r\n', unknown],
    ['*1\r\n$0\r\n\r\n', unknown],
    ['*-1\r\n', unknown],
    ['*1\r\n*1\r\n', unknown],
    ['*1\r\n$65\r\n', unknown],
    ['*1\nPING', unknown],
    ['\r\n', perhapsWeb],
    ['\n\r', perhapsWeb],
    ['\r\n(', undecided],
    ['\r\n\nPING\r\n', command('inline', 'PING', true)],
    ['\r\n*2\r\n$4\r\nAUTH\r\n$6\r\nsec', command('resp', 'AUTH', false)],
    ['\rPING\r\n', command('inline', 'PING', true)],
  ])('%j', (said, expected) => expect(text(said)).toEqual(expected))
})

describe('HTTP', () => {
  test.each<[string, string]>([
    ['GET / HTTP/1.1\r\n', 'http-request'],
    ['POST /_bulk HTTP/1.0\n', 'http-request'],
    ['M-SEARCH * HTTP/1.1\r\n', 'http-request'],
    ['flushall /x HTTP/1.1\r\n', 'http-request'],
    ['*1 /x HTTP/1.1\r\n', 'http-request'],
    ["!#$%&'*+.^_`|~9a- /x HTTP/1.1\r\n", 'http-request'],
    ['CONNECT db.internal:5432 HTTP/1.1\r\n', 'http-request'],
    ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'http2-preface'],
    ['PRI * HTTP/2.0', 'undecided'],
    ['GET / HTTP/1.1', 'undecided'],
    ['GET / HTTP/1.1 x\r\n', 'redis-command'],
    ['SSH-2.0-OpenSSH_9.2\r\n', 'redis-command'],
    ['GET /\u0000 HTTP/1.1\r\n', 'unknown'],
  ])('%j', (said, kind) => expect(text(said).kind).toBe(kind))

  test('has the lines that are whole, and its length once the head is', () => {
    const head = 'GET /a HTTP/1.1\r\nHost: localhost\r\nX:  two words \r\nnonsense\r\n\r\n'
    const [method, target, version] = ['GET', '/a', 'HTTP/1.1']
    const headers = [
      ['host', 'localhost'],
      ['x', 'two words'],
      ['nonsense', ''],
    ]
    expect(text(`${head}body`)).toEqual({
      kind: 'http-request',
      request: { method, target, version, headers, head: { is: 'whole', length: head.length }, form: 'loose' },
    })
    expect(text(head.slice(0, 36))).toEqual({
      kind: 'http-request',
      request: { method, target, version, headers: headers.slice(0, 1), head: { is: 'begun' }, form: 'strict' },
    })
  })
})

describe('TLS', () => {
  const recorded = firstWordsOf('openssl-tls-other-name')

  test('may spread its hello over records', () => {
    const body = recorded.subarray(5)
    const inRecords = (size: number): Buffer => {
      const records: Buffer[] = []
      for (let at = 0; at < body.length; at += size) {
        const piece = body.subarray(at, at + size)
        records.push(Buffer.from([0x16, 3, 1, piece.length >> 8, piece.length & 255]), piece)
      }
      return Buffer.concat(records)
    }
    for (const size of [1, 3, 100]) expect(readFirstBytes(inRecords(size))).toEqual(readFirstBytes(recorded))
  })

  test('is none with another version, another message, or lengths that do not fit', () => {
    const changed = (at: number, to: number): FirstBytes => {
      const bytes = Buffer.from(recorded)
      bytes[at] = to
      return readFirstBytes(bytes)
    }
    expect(changed(1, 2)).toEqual(unknown)
    expect(changed(3, 0x70)).toEqual(unknown)
    expect(changed(5, 2)).toEqual(unknown)
    // The session id would be longer than the hello.
    expect(changed(43, 255).kind).not.toBe('undecided')
  })
})

describe('whatever is said', () => {
  const recordings: readonly RecordedClient[] = [
    'psql-ssl-request',
    'psql-startup',
    'redis-cli-ping',
    'curl-get',
    'chromium-post-cross-site',
    'chromium-tls-other-name',
    'openssl-tls-postgresql',
  ]

  /** True when `later` is what `earlier` said with more bytes: the same, or the same with more of it. */
  const follows = (earlier: FirstBytes, later: FirstBytes): boolean => {
    if (earlier.kind === 'nothing') return true
    if (earlier.kind === 'undecided') return later.kind !== 'nothing'
    if (earlier.kind === 'http-request' && later.kind === 'http-request') {
      const same =
        JSON.stringify(earlier.request.headers) ===
        JSON.stringify(later.request.headers.slice(0, earlier.request.headers.length))
      return (
        same &&
        `${earlier.request.method}${earlier.request.target}` === `${later.request.method}${later.request.target}`
      )
    }
    if (earlier.kind === 'redis-command' && later.kind === 'redis-command')
      return earlier.command.name === later.command.name
    return JSON.stringify(earlier) === JSON.stringify(later)
  }

  test('more bytes never turn one kind of client into another', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const random = seededRandom(seed)
      const bytes = Buffer.from(firstWordsOf(pick(random, recordings)))
      // Most are changed somewhere, so that what is almost right is read piece by piece as well.
      if (random() < 0.7) bytes[Math.floor(random() * Math.min(bytes.length, 80))] = Math.floor(random() * 256)
      let before: FirstBytes = { kind: 'nothing' }
      for (let end = 0; end <= bytes.length; end += 1 + Math.floor(random() * 40)) {
        const read = readFirstBytes(bytes.subarray(0, end))
        if (!follows(before, read)) throw new Error(`seed ${seed}: ${JSON.stringify([before, read])}`)
        before = read
      }
      expect(follows(before, readFirstBytes(bytes))).toBe(true)
    }
  })

  test('any bytes are read, and what has no end is unknown', () => {
    for (let seed = 1; seed <= 2_000; seed += 1) {
      const random = seededRandom(seed)
      const start = pick(random, ['', '\u0000\u0000', '\u0016\u0003\u0001', '*', '*1\r\n$', 'GET ', 'PRI '])
      const alphabet = pick(random, [
        '\u0000\u0001\u0003\u0008',
        '0123456789\r\n$*',
        'GET /HTP1.\r\n: ',
        '\u00ff\u0016ab',
      ])
      text(start + letters(random, alphabet, Math.floor(random() * 60)))
    }
    for (const start of ['(', '*1\r\n', '\u0016\u0003\u0001\u0010\u0000\u0001\u0010\u0000\u0000'])
      expect(text(start.padEnd(firstBytesLimit, start.startsWith('\u0016') ? '\u0000' : '1')).kind).toBe('unknown')
  })

  test('an address without an end is HTTP all the same', () => {
    const read = text(`GET /${'a'.repeat(firstBytesLimit)} HTTP/1.1\r\n\r\n`)
    expect(read).toMatchObject({
      kind: 'http-request',
      request: { method: 'GET', version: '', head: { is: 'too-long' } },
    })
  })

  test('a head without an end is HTTP without a length', () => {
    const read = text(`GET / HTTP/1.1\r\nCookie: ${'a'.repeat(firstBytesLimit)}\r\n\r\n`)
    expect(read).toMatchObject({ kind: 'http-request', request: { version: 'HTTP/1.1', head: { is: 'too-long' } } })
  })
})
