import { expect, test } from 'vitest'
import type { ProblemDetails } from '#contract/problem.ts'
import { en } from '#words/en/index.ts'
import { ja } from '#words/ja/index.ts'

type Refused = ProblemDetails['CLIENT_REFUSED']
const refused = (client: Refused['client']): Refused => ({
  port: 15_432,
  tunnelId: '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f01',
  tunnelName: 'orders-db',
  client,
  clients: 1,
})

test('a client that asks for another host is told apart from a browser, with what it may ask for', () => {
  const d = refused({ reason: 'web', protocol: 'tls', host: 'db.test', fault: 'host' })
  expect(`${en.refusals.tried(d)}. ${en.refusals.refused(d)}`).toBe(
    'A client that asked for db.test tried to use localhost:15432. It was refused; nothing reached the database. ' +
      'Clients may ask for localhost, the real host, or a name that is set in the tunnel.',
  )
  expect(en.refusals.line(d)).toBe('Refused a client that asked for db.test')
  expect(ja.refusals.line(d)).toBe('db.test 宛てのクライアントを拒否')
})

test('WebRTC is what a browser speaks', () => {
  const d = refused({ reason: 'web', protocol: 'web-rtc' })
  expect(en.refusals.tried(d)).toBe('A browser or another web client tried to use localhost:15432')
  expect(en.refusals.refused(d)).toBe('It was refused; nothing reached the database.')
})
