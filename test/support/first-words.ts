import { readFileSync } from 'node:fs'

/**
 * What real clients said first to a listener on loopback (psql 15.18, redis-cli 7.0.15, curl 7.88.1, OpenSSL 3.0, Chromium
 * 130 with a page of `evil.example`), as `test/fixtures/first-bytes` keeps it.
 */
const recordedClients = [
  'psql-ssl-request',
  'psql-startup',
  'redis-cli-ping',
  'curl-get',
  'curl-tls-localhost',
  'openssl-tls-other-name',
  'openssl-tls-postgresql',
  'chromium-post-cross-site',
  'chromium-get-cross-site',
  'chromium-websocket',
  'chromium-tls-localhost',
  'chromium-tls-other-name',
] as const
export type RecordedClient = (typeof recordedClients)[number]

/** What the named client said, or else the words themselves. */
export function wordsOf(said: string): Buffer {
  const client = recordedClients.find((name) => name === said)
  return client === undefined ? Buffer.from(said, 'latin1') : firstWordsOf(client)
}

/** The bytes that such a client said. */
export function firstWordsOf(client: RecordedClient): Buffer {
  const file = new URL(`../fixtures/first-bytes/${client}.hex`, import.meta.url)
  return Buffer.from(readFileSync(file, 'utf8').replaceAll(/\s/g, ''), 'hex')
}
