import { readFileSync } from 'node:fs'

/**
 * What real clients said first to a listener on loopback (psql 15.18, redis-cli 7.0.15, curl 7.88.1, OpenSSL 3.0, Chromium
 * 130 with a page of `evil.example`), as `test/fixtures/first-bytes` keeps it.
 */
export type RecordedClient =
  | 'psql-ssl-request'
  | 'psql-startup'
  | 'redis-cli-ping'
  | 'curl-get'
  | 'curl-tls-localhost'
  | 'openssl-tls-other-name'
  | 'openssl-tls-postgresql'
  | 'chromium-post-cross-site'
  | 'chromium-get-cross-site'
  | 'chromium-websocket'
  | 'chromium-tls-localhost'
  | 'chromium-tls-other-name'

/** The bytes that such a client said. */
export function firstWordsOf(client: RecordedClient): Buffer {
  const file = new URL(`../fixtures/first-bytes/${client}.hex`, import.meta.url)
  return Buffer.from(readFileSync(file, 'utf8').replaceAll(/\s/g, ''), 'hex')
}
