import { describe, expect, test } from 'vitest'
import { RequestStream } from '#domain/admission/request-stream.ts'
import { pick, seededRandom } from '#test/support/seeded-random.ts'

const get = 'GET /good HTTP/1.1\r\nHost: localhost\r\n\r\n'
const bad = 'POST /bad HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 3\r\n\r\nabc'
const post = (length: number): string => `POST /good HTTP/1.1\r\nContent-Length: ${length}\r\n\r\n${'b'.repeat(length)}`
const chunked =
  'PUT /good HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nGET /\r\nd;x=1\r\nbad HTTP/1.\r\n\r\n0\r\nTrailer: 1\r\n\r\n'

/** What passes of the pieces, and what was judged. */
function follow(...pieces: readonly string[]): { passed: string; judged: readonly string[]; end: 'open' | 'refused' } {
  const judged: string[] = []
  const stream = new RequestStream(({ target }) => {
    judged.push(target)
    return target.includes('bad') ? 'refuse' : 'pass'
  })
  let passed = ''
  for (const piece of pieces) {
    const bytes = stream.push(Buffer.from(piece, 'latin1'))
    if (bytes === null) return { passed, judged, end: 'refused' }
    for (const each of bytes) passed += Buffer.from(each).toString('latin1')
  }
  return { passed, judged, end: 'open' }
}

describe('requests of one connection', () => {
  test('pass one after the other, with their bodies', () => {
    const all = [get, post(5), chunked, post(0), '\r\n', get, post(70_000), get].join('')
    const { passed, judged, end } = follow(all)
    expect([passed === all, judged.length, end]).toEqual([true, 7, 'open'])
  })

  test('nothing passes of one that is refused, nor of what follows', () => {
    const first = follow(get, post(5), bad, get)
    expect(follow(get + bad)).toEqual({ passed: '', judged: ['/good', '/bad'], end: 'refused' })
    expect(first).toEqual({ passed: get + post(5), judged: ['/good', '/good', '/bad'], end: 'refused' })
    expect(follow(bad)).toEqual({ passed: '', judged: ['/bad'], end: 'refused' })
  })

  test('a body that looks like a request is a body', () => {
    const inside = `POST /good HTTP/1.1\r\nContent-Length: ${bad.length}\r\n\r\n${bad}`
    expect(follow(inside)).toMatchObject({ passed: inside, judged: ['/good'], end: 'open' })
  })

  test('after an upgrade everything passes', () => {
    const upgrade = 'GET /good HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
    expect(follow(upgrade, '\u0000\u0001', bad)).toMatchObject({ judged: ['/good'], end: 'open' })
  })

  test.each([
    'GET /good HTTP/1.1\r\nUpgrade: websocket\r\n\r\n',
    'GET /good HTTP/1.1\r\nConnection: keep-alive\r\nUpgrade: websocket\r\n\r\n',
    'GET /good HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
  ])('what only half asks for an upgrade is followed as before: %j', (said) => {
    expect(follow(said, bad)).toMatchObject({ passed: said, judged: ['/good', '/bad'], end: 'refused' })
  })

  test.each([
    'POST /good HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
    'POST /good HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n',
    'POST /good HTTP/1.1\r\nContent-Length: 3, 3\r\n\r\n',
    'POST /good HTTP/1.1\r\nContent-Length: +3\r\n\r\n',
    'POST /good HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n',
    'POST /good HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n',
    'POST /good HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n',
    'POST /good HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n\r\n',
    'hello\r\n',
    '\u0016\u0003\u0001',
    '*1\r\n$4\r\nPING\r\n',
    'PRI * HTTP/2.0\r\n\r\n',
  ])('what can be read in two ways does not pass: %j', (said) => {
    const { passed, end } = follow(get, said, 'x'.repeat(20_000))
    expect([passed, end]).toEqual([get, 'refused'])
  })

  test.each([
    '3\r\nabcXX0\r\n\r\n',
    '3\r\nabcXX\r\n0\r\n\r\n',
    '3\r\nabc\n\r0\r\n\r\n',
    '3\r\nabc\n',
    '3\nabc\r\n',
    '3\r;x\r\nabc\r\n',
    '3;x\ry\r\nabc\r\n',
    '3\u00a0\r\nabc\r\n',
    '3\u000b\r\nabc\r\n',
    '0\r\n\n',
    '0\r\nX: a\n\r\n',
    '0\r\nX: a\rb\r\n\r\n',
  ])('nor does a body that another reader ends elsewhere: %j', (body) => {
    const head = 'PUT /good HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n'
    expect(follow(head + body + get)).toMatchObject({ judged: ['/good'], end: 'refused' })
  })

  test.each(['x\r\n', '-1\r\n', '11111111111111\r\n', '\r\n', '5'.padEnd(9_000, ' ')])(
    'nor does a chunk of %j',
    (size) => {
      const head = 'PUT /good HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n'
      expect(follow(head + size)).toMatchObject({ end: 'refused' })
    },
  )

  test('how the bytes come makes no difference', () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const random = seededRandom(seed)
      const all = Array.from({ length: 6 }, () => pick(random, [get, post(3), post(300), chunked, bad])).join('')
      const pieces: string[] = []
      for (let at = 0; at < all.length;) {
        const length = 1 + Math.floor(random() * (random() < 0.5 ? 4 : 200))
        pieces.push(all.slice(at, at + length))
        at += length
      }
      const { judged, end } = follow(all)
      const passed = follow(...pieces)
      expect([passed.judged, passed.end], `seed ${seed}`).toEqual([judged, end])
      const until = all.indexOf(bad)
      if (until < 0) expect(passed.passed, `seed ${seed}`).toBe(all)
      else expect(all.slice(0, until).startsWith(passed.passed), `seed ${seed}`).toBe(true)
    }
  })
})
