import { describe, expect, test } from 'vitest'
import { admissionInTheEnd, admissionOf, type Admission, type Door } from '#domain/admission/admission.ts'
import { readFirstBytes } from '#domain/first-bytes/first-bytes.ts'
import { kinds, kindOrder } from '#domain/kinds/kinds.ts'
import { openingAt } from '#domain/kinds/opening.ts'
import { clientHello } from '#test/support/client-hello.ts'
import { firstWordsOf, wordsOf } from '#test/support/first-words.ts'
import type { TunnelKind } from '#contract/tunnel.ts'

const door = (kind: TunnelKind, allowedOrigins: readonly string[] = [], endpointPort = 1): Door => ({
  opening: openingAt(kinds[kind].opening, endpointPort),
  localPort: 47_011,
  endpointHost: 'vpc-search.example.amazonaws.com',
  allowedOrigins,
  localNames: [],
})
const judge = (said: string | Buffer, at: Door): Admission =>
  admissionOf(readFirstBytes(typeof said === 'string' ? Buffer.from(said, 'latin1') : said), at)
const short = (admission: Admission): string => {
  if (admission.is === 'refused') return admission.client.reason
  return admission.is === 'welcome' ? admission.judged : admission.is
}

/** An Allocate request of TURN, a framed Binding request of ICE (RFC 4571), and the hello that is none, of `ssltcp`. */
const webRtc = [
  `000300202112a442${'00'.repeat(12)}00190004`,
  `0014000100002112${'a442'}${'00'.repeat(12)}`,
  '8046010301002d0000001001008003008007',
]

describe('first words at the doors of each kind', () => {
  const kindsInOrder = ['postgresql', 'mysql', 'redis', 'opensearch', 'tcp'] as const
  const table: readonly (readonly [string, ...string[]])[] = [
    ['psql-ssl-request', 'once', 'not-understood', 'not-understood', 'not-understood', 'once'],
    ['psql-startup', 'once', 'not-understood', 'not-understood', 'not-understood', 'once'],
    ['redis-cli-ping', 'not-understood', 'not-understood', 'once', 'not-understood', 'once'],
    ['PING\r\n', 'not-understood', 'not-understood', 'once', 'not-understood', 'once'],
    ['\r\nPING\r\n', 'not-understood', 'not-understood', 'once', 'not-understood', 'once'],
    ['\n\r\n*1\r\n$4\r\nPING\r\n', 'not-understood', 'not-understood', 'once', 'not-understood', 'once'],
    ['\r\n', 'open', 'open', 'open', 'open', 'open'],
    ['\r\nPOST / HTTP/1.1\r\nHost: evil.example\r\n\r\n', 'web', 'web', 'web', 'web', 'web'],
    ['\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n', 'web', 'web', 'web', 'by-request', 'by-request'],
    ['openssl-tls-postgresql', 'once', 'not-understood', 'once', 'once', 'once'],
    ['curl-get', 'web', 'web', 'web', 'by-request', 'by-request'],
    ['curl-tls-localhost', 'web', 'web', 'web', 'once', 'once'],
    ['openssl-tls-other-name', 'web', 'web', 'web', 'web', 'web'],
    ['chromium-post-cross-site', 'web', 'web', 'web', 'web', 'web'],
    ['chromium-get-cross-site', 'web', 'web', 'web', 'web', 'web'],
    ['chromium-websocket', 'web', 'web', 'web', 'web', 'web'],
    ['chromium-tls-localhost', 'web', 'web', 'web', 'once', 'once'],
    ['chromium-tls-other-name', 'web', 'web', 'web', 'web', 'web'],
    ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'web', 'web', 'web', 'web', 'once'],
    ['GET /a HTTP/1.1\r\nHost: loc', 'web', 'web', 'web', 'open', 'open'],
    ['\u0005\u0000binary', 'not-understood', 'not-understood', 'not-understood', 'not-understood', 'once'],
    ['', 'open', 'open', 'open', 'open', 'open'],
    ['GE', 'open', 'open', 'open', 'open', 'open'],
  ]

  test('covers every kind', () => expect(kindOrder.toSorted()).toEqual([...kindsInOrder].toSorted()))

  test.each(table)('%j', (said, ...expected) => {
    expect(kindsInOrder.map((kind) => short(judge(wordsOf(said), door(kind))))).toEqual(expected)
  })

  test.each([
    ['', 'open', 'once', 'open', 'open', 'once'],
    ['GE', 'not-understood', 'not-understood', 'not-understood', 'not-understood', 'once'],
    ['\u0000\u0000', 'not-understood', 'not-understood', 'not-understood', 'not-understood', 'once'],
    ['GET /a HTTP/1.1\r\n', 'web', 'web', 'web', 'not-understood', 'not-understood'],
  ])('in the end %j', (said, ...expected) => {
    const ends = kindsInOrder.map((kind) => short(admissionInTheEnd(readFirstBytes(Buffer.from(said)), door(kind))))
    expect(ends).toEqual(expected)
  })

  test("the client speaks first in MySQL's X protocol", () => {
    expect(short(judge('\u0001\u0000\u0000\u0000\u0001', door('mysql', [], 33_060)))).toBe('once')
    expect(short(judge(firstWordsOf('chromium-post-cross-site'), door('mysql', [], 33_060)))).toBe('web')
  })

  test('say what is refused: the page, the browser, whom it asked for', () => {
    const origin = 'http://evil.example:47013'
    const post = firstWordsOf('chromium-post-cross-site')
    const client = { reason: 'web', protocol: 'http', origin, browser: 'Chrome', host: '127.0.0.1:47011' }
    expect(judge(post, door('postgresql'))).toEqual({ is: 'refused', client })
    expect(judge(post, door('opensearch'))).toEqual({ is: 'refused', client: { ...client, fault: 'origin' } })
    expect(judge(firstWordsOf('chromium-tls-other-name'), door('opensearch'))).toEqual({
      is: 'refused',
      client: { reason: 'web', protocol: 'tls', host: 'evil.example', fault: 'host' },
    })
    expect(judge(firstWordsOf('chromium-tls-other-name'), door('redis'))).toEqual({
      is: 'refused',
      client: { reason: 'web', protocol: 'tls', host: 'evil.example', fault: 'host' },
    })
    expect(judge(firstWordsOf('chromium-tls-localhost'), door('redis'))).toEqual({
      is: 'refused',
      client: { reason: 'web', protocol: 'tls' },
    })
    expect(judge(clientHello('evil.example'), door('postgresql'))).toEqual({
      is: 'refused',
      client: { reason: 'web', protocol: 'tls', host: 'evil.example', fault: 'host' },
    })
  })

  test.each([
    [null, 'once'],
    ['localhost', 'once'],
    ['LocalHost.', 'once'],
    ['127.0.0.1', 'once'],
    ['::1', 'once'],
    ['VPC-search.example.amazonaws.com', 'once'],
    // What a container's own name for this computer is.
    ['host.docker.internal', 'once'],
    ['evil.example', 'web'],
    ['localhost.evil.example', 'web'],
    ['10.0.0.7', 'web'],
    ['search.example.amazonaws.com', 'web'],
    ['', 'web'],
  ])('TLS for %j at a database', (name, expected) => {
    for (const kind of ['postgresql', 'redis'] as const) {
      expect(short(judge(clientHello(name), door(kind)))).toBe(expected)
      expect(short(judge(clientHello(name, 'postgresql'), door(kind)))).toBe(expected)
    }
  })

  test('WebRTC is what browsers speak, too', () => {
    const kindsInTable = kindsInOrder.map((kind) => door(kind))
    const bytes = [...webRtc.map((said) => Buffer.from(said, 'hex')), clientHello('localhost', 'stun.turn')]
    for (const said of bytes) {
      const client = { reason: 'web', protocol: 'web-rtc' }
      for (const at of kindsInTable) expect(judge(said, at)).toEqual({ is: 'refused', client })
    }
  })

  test('say nothing that can not be shown', () => {
    const refused = judge(
      'GET / HTTP/1.1\r\nHost: a b\r\nOrigin: http://\u001b[31m.example\r\nUser-Agent: x\r\n\r\n',
      door('postgresql'),
    )
    expect(refused).toEqual({ is: 'refused', client: { reason: 'web', protocol: 'http' } })
  })

  test.each([
    ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15', 'Safari'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox'],
    ['Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0', 'Edge'],
    ['Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0', 'Opera'],
    ['Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36', 'Chrome'],
    ['curl/7.88.1', undefined],
  ])('knows %s', (agent, browser) => {
    const refused = judge(`GET / HTTP/1.1\r\nUser-Agent: ${agent}\r\n\r\n`, door('redis'))
    expect(refused).toEqual({ is: 'refused', client: { reason: 'web', protocol: 'http', ...(browser && { browser }) } })
  })
})

describe('a request at a door of the web', () => {
  const allowed = ['https://dashboards.example', 'chrome-extension://abcdef', 'http://search.test:47011']
  const ask = (...lines: string[]): string => {
    const admission = judge(['GET /_cat HTTP/1.1', ...lines, '', ''].join('\r\n'), door('opensearch', allowed))
    return admission.is === 'refused' && admission.client.reason === 'web'
      ? (admission.client.fault ?? 'none')
      : short(admission)
  }
  const host = 'Host: localhost:47011'
  const cross = 'Sec-Fetch-Site: cross-site'

  test.each([
    ['Host: localhost:47011'],
    ['Host: LOCALHOST'],
    ['Host: localhost.:47011'],
    ['Host: 127.0.0.1:47011'],
    ['Host: [::1]:47011'],
    ['Host: VPC-search.example.amazonaws.com'],
    ['Host: search.test:47011'],
    [host, 'Origin: http://localhost:47011', 'Sec-Fetch-Site: same-origin'],
    [host, 'Origin: http://127.0.0.1:47011'],
    [host, 'Origin: https://dashboards.example', cross],
    [host, 'Origin: HTTPS://Dashboards.Example', cross],
    [host, 'Origin: chrome-extension://abcdef', 'Sec-Fetch-Site: none'],
    [host, cross, 'Referer: https://dashboards.example/app#x'],
    [host, 'Sec-Fetch-Site: none'],
    [host, 'Referer: http://localhost:47011/_dashboards'],
  ])('lets in %j', (...lines) => expect(ask(...lines)).toBe('by-request'))

  test.each([
    ['host', 'Host: evil.example'],
    ['host', 'Host: localhost.evil.example:47011'],
    ['host', 'Host: 127.0.0.2'],
    ['host', 'Host: evil.localhost:47011'],
    ['form'],
    ['form', 'Host: '],
    ['form', host, 'Host: evil.example'],
    ['form', 'Host: localhost:47011@evil.example'],
    ['form', host, 'Content-Length: 3', 'Transfer-Encoding : chunked'],
    ['form', host, 'X: a\rTransfer-Encoding: chunked'],
    ['form', 'Host: localhost', ' .evil.example'],
    ['form', 'Host: localhost', '\t.evil.example'],
    ['form', host, 'Host : evil.example'],
    ['form', host, 'Ho st: evil.example'],
    ['form', host, ': evil.example'],
    ['form', host, 'evil.example'],
    ['form', 'Host: localhost\u000b'],
    ['form', 'Host: \u000blocalhost'],
    ['form', host, 'X: \u0000'],
    ['form', host, 'X: a\nHost: evil.example'],
    ['form', 'Host: \u00a0localhost'],
    ['form', 'Host: localhost\u00a0'],
    ['host', 'Host: localhost\u0085'],
    ['origin', host, 'Origin: null'],
    ['origin', host, 'Origin: http://localhost:3000'],
    ['origin', host, 'Origin: https://localhost:47011'],
    ['origin', host, 'Origin: http://localhost:47011', cross],
    ['origin', host, 'Origin: http://localhost:47011', 'Origin: https://evil.example'],
    ['origin', host, 'Origin: https://dashboards.example.evil.example'],
    ['origin', host, cross],
    ['origin', host, 'Sec-Fetch-Site: same-site'],
    ['origin', host, cross, 'Referer: https://evil.example/?https://dashboards.example'],
    ['origin', host, 'Sec-Fetch-Site: none', 'Sec-Fetch-Site: cross-site'],
    ['origin', host, 'Referer: https://evil.example/'],
  ])('refuses for its %s %j', (fault, ...lines) => expect(ask(...lines)).toBe(fault))

  test('nothing that a page of elsewhere causes is let in, however its bytes come', () => {
    const methods = ['GET', 'POST', 'PING', '*1', 'a'.repeat(9_000), '!#$%&*+-.^_`|~']
    const targets = ['/', `/${'x'.repeat(15_000)}`, '*', 'http://evil.example/']
    const said = methods.flatMap((method) =>
      targets.map((target) =>
        Buffer.from(`${method} ${target} HTTP/1.1\r\nHost: evil.example\r\nOrigin: null\r\n\r\n`),
      ),
    )
    const all = [
      ...said,
      ...webRtc.map((each) => Buffer.from(each, 'hex')),
      firstWordsOf('chromium-tls-other-name'),
      firstWordsOf('chromium-websocket'),
    ]
    for (const bytes of all)
      for (const kind of kindOrder)
        for (const length of [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 40, bytes.length - 2, bytes.length]) {
          const admission = judge(bytes.subarray(0, length), door(kind))
          expect(admission.is === 'welcome', `${kind} ${length} ${bytes.toString('latin1', 0, 20)}`).toBe(false)
        }
  })

  test.each([
    ['GET http://localhost:47011/ HTTP/1.1\r\nHost: localhost\r\n\r\n', 'by-request'],
    ['OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n', 'by-request'],
    ['GET / HTTP/1.0\r\n\r\n', 'by-request'],
    ['GET / HTTP/1.1\r\nHost: localhost\r\nX:\r\nY: \t a\tb c \r\nZ: \u00e9\r\n\r\n', 'by-request'],
    ['GET / HTTP/1.1\nHost: localhost\n\n', 'form'],
    ['GET / HTTP/1.1\r\nHost: localhost\r\n\n', 'form'],
    ['GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n', 'form'],
    ['GET\t/ HTTP/1.1\r\nHost: localhost\r\n\r\n', 'form'],
    ['GET / a HTTP/1.1\r\nHost: localhost\r\n\r\n', 'form'],
    ['GET / HTTP/1.1 \r\nHost: localhost\r\n\r\n', 'form'],
    ['GET / HTTP/1.1\r\r\nHost: localhost\r\n\r\n', 'form'],
    ['GET / http/1.1\r\nHost: localhost\r\n\r\n', 'form'],
    ['GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n', 'host'],
    ['CONNECT localhost:47011 HTTP/1.1\r\nHost: localhost\r\n\r\n', 'form'],
    ['CONNECT / HTTP/1.1\r\nHost: localhost\r\n\r\n', 'form'],
    ['GET / HTTP/3\r\nHost: localhost\r\n\r\n', 'form'],
    ['GET / HTTP/1.1\r\n\r\n', 'form'],
    [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 'form'],
    // A page whose name leads here (DNS rebinding) chooses its method.
    [`${'A'.repeat(16_383)} / HTTP/1.1\r\nHost: evil.example\r\n\r\n`, 'form'],
    [`${'A'.repeat(16_382)} / HTTP/1.1\r\nHost: evil.example\r\n\r\n`, 'form'],
    [`GET / HTTP/1.1\r\nCookie: ${'a'.repeat(20_000)}\r\nHost: localhost\r\n\r\n`, 'form'],
  ])('%.40j', (said, expected) => {
    for (const kind of ['opensearch', 'tcp'] as const)
      expect(judge(said, door(kind))).toMatchObject(
        expected === 'by-request' ? { judged: expected } : { client: { fault: expected } },
      )
  })
})
