import { describe, expect, test } from 'vitest'
import { admissionOf, type Admission, type Door } from '#domain/admission/admission.ts'
import { readFirstBytes } from '#domain/first-bytes/first-bytes.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { clientHello } from '#test/support/client-hello.ts'
import type { TunnelKind } from '#contract/tunnel.ts'

const door = (kind: TunnelKind): Door => ({
  opening: kinds[kind].opening,
  localPort: 47_011,
  endpointHost: 'vpc-search.example.amazonaws.com',
  allowedOrigins: [],
  localNames: [],
})
const judge = (said: string | Buffer, at: Door): Admission =>
  admissionOf(readFirstBytes(typeof said === 'string' ? Buffer.from(said, 'latin1') : said), at)
const short = (admission: Admission): string => {
  if (admission.is === 'refused') return admission.client.reason
  return admission.is === 'welcome' ? admission.judged : admission.is
}

test('a door that has an address of its own is asked for by it, and by no other', () => {
  const web = (host: string) => `GET / HTTP/1.1\r\nHost: ${host}:47011\r\n\r\n`
  const own = { ...door('opensearch'), localAddress: '127.0.0.2' }
  expect(short(judge(web('127.0.0.2'), own))).toBe('by-request')
  expect(short(judge(web('127.0.0.2'), door('opensearch')))).toBe('web')
  expect(short(judge(web('127.0.0.3'), own))).toBe('web')
})

describe('a name of the hosts file', () => {
  const web = (host: string) => `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`
  const named = (kind: TunnelKind): Door => ({ ...door(kind), localNames: ['db.local.test'] })

  test.each(['postgresql', 'redis', 'opensearch'] as const)(
    'is asked for over TLS at %s only where it is set',
    (kind) => {
      const said = clientHello('db.local.test', ...(kind === 'postgresql' ? ['postgresql'] : []))
      expect(short(judge(said, door(kind)))).toBe('web')
      expect(short(judge(said, named(kind)))).toBe('once')
      expect(short(judge(clientHello('DB.local.test.'), named(kind)))).toBe('once')
      for (const other of ['evil.example', 'x.db.local.test', 'db.local.test.evil.example'])
        expect(short(judge(clientHello(other), named(kind))), other).toBe('web')
    },
  )

  test('lets no browser through where none is spoken to', () => {
    expect(short(judge(clientHello('db.local.test', 'h2'), named('postgresql')))).toBe('web')
    expect(short(judge(web('db.local.test:47011'), named('postgresql')))).toBe('web')
  })

  test('is a Host where HTTP is spoken, and its page is one of the port alone', () => {
    expect(short(judge(web('db.local.test:47011'), door('opensearch')))).toBe('web')
    expect(short(judge(web('db.local.test:47011'), named('opensearch')))).toBe('by-request')
    const from = (origin: string) =>
      `POST / HTTP/1.1\r\nHost: db.local.test:47011\r\nOrigin: ${origin}\r\nContent-Length: 0\r\n\r\n`
    expect(short(judge(from('http://db.local.test:47011'), named('opensearch')))).toBe('by-request')
    for (const origin of ['http://db.local.test:8000', 'https://db.local.test'])
      expect(short(judge(from(origin), named('opensearch'))), origin).toBe('web')
  })
})
