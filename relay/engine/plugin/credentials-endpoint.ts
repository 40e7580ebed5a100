import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TemporaryCredentials } from '#contract/relay.ts'

/** The plugin keeps an answer no longer than this, so that each hourly renewal asks again. */
const longestUseMs = 15 * 60_000

/** A container-credentials endpoint for one child process. */
export interface CredentialsEndpoint {
  readonly url: string
  /** What the child sends as `Authorization`. */
  readonly token: string
  close(): Promise<void>
}

/**
 * Serves credentials on loopback, in the form AWS SDKs ask a container's host for: `GET` with the token, answered by
 * what `ask` gives at that moment. Nothing is kept.
 */
export async function openCredentialsEndpoint(
  ask: () => Promise<TemporaryCredentials | null>,
): Promise<CredentialsEndpoint> {
  const token = randomBytes(32).toString('base64url')
  const server = createServer((request, response) => {
    answer(request, response, token, ask).catch(() => refuse(response, 500, 'InternalError'))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return { url: `http://127.0.0.1:${portOf(server)}/credentials`, token, close: () => closeServer(server) }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  ask: () => Promise<TemporaryCredentials | null>,
): Promise<void> {
  // A web page may be able to reach the port, but not with this Host and never with the token.
  const isForUs = request.headers.host === `127.0.0.1:${request.socket.localPort}` && request.url === '/credentials'
  if (!isForUs || request.method !== 'GET') return refuse(response, 404, 'NotFound')
  if (!isSame(request.headers.authorization ?? '', token)) return refuse(response, 401, 'Unauthorized')
  const credentials = await ask()
  if (credentials === null) return refuse(response, 503, 'SignInRequired')
  const usableUntil = Math.min(credentials.expiresAt ?? Number.POSITIVE_INFINITY, Date.now() + longestUseMs)
  send(response, 200, {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    Token: credentials.sessionToken ?? '',
    Expiration: new Date(usableUntil).toISOString(),
  })
}

function refuse(response: ServerResponse, status: number, code: string): void {
  send(response, status, { code, message: code })
}

function send(response: ServerResponse, status: number, body: Readonly<Record<string, string>>): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close' })
  response.end(JSON.stringify(body))
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
