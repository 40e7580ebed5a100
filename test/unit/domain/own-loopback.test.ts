import { expect, it } from 'vitest'
import { isOwnLoopback, sessionDocument } from '#domain/session-document.ts'

it.each([
  'localhost',
  'LOCALHOST.',
  'localhost.localdomain',
  'db.localhost',
  'ip6-loopback',
  '127.0.0.1',
  '127.8.0.9',
  '::1',
  '0000:0000:0000:0000:0000:0000:0000:0001',
  '0:0:0:0:0:0:0:1',
  '::ffff:127.0.0.1',
])('%s is the target itself, for which AWS has a document of its own', (host) => {
  expect(isOwnLoopback(host)).toBe(true)
  expect(sessionDocument({ endpoint: { host, port: 5_432 } })).toBe('AWS-StartPortForwardingSession')
})

it.each(['localhost.example.com', 'notlocalhost', '10.0.0.1', '::2', '127.0.0.1.example.com', '1127.0.0.1'])(
  '%s is another machine, as far as its name tells',
  (host) => {
    expect(isOwnLoopback(host)).toBe(false)
  },
)
