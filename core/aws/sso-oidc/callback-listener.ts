import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fail, ok } from '#domain/result.ts'
import type { CallbackAnswer, CallbackListener } from '../../app/identity/ports.ts'

/** Registered with the client; the port may differ from one sign-in to the next, the path may not (RFC 8252 §7.3). */
export const callbackPath = '/oauth/callback'

/** What the browser shows, in the language of a BCP 47 tag. */
interface CallbackPage {
  readonly language: string
  readonly words: Readonly<Record<'signedIn' | 'notCompleted' | 'otherSignIn' | 'incomplete' | 'notFound', string>>
}

/**
 * Listens on 127.0.0.1 only, on a port of the system's choice, until it is closed. `page` is asked at each answer; its
 * words are written as they are, so they must hold no mark-up.
 */
export function createCallbackListener(page: () => CallbackPage): CallbackListener {
  return {
    async open() {
      const state = randomBytes(32).toString('base64url')
      let settle: (answer: CallbackAnswer) => void = () => {}
      const answer = new Promise<CallbackAnswer>((resolve) => {
        settle = resolve
      })
      const server = createServer((request, response) => receive({ request, response, page: page() }, state, settle))
      const failure = await listen(server)
      if (failure !== null) return fail('SIGN_IN_CALLBACK_UNAVAILABLE', { said: failure })
      const { port } = server.address() as AddressInfo
      return ok({ redirectUri: `http://127.0.0.1:${port}${callbackPath}`, state, answer, close: () => close(server) })
    },
  }
}

function listen(server: Server): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(error.message))
    server.listen(0, '127.0.0.1', () => resolve(null))
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    // The page was written whole; a browser that keeps its connection open must not keep the port.
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 500).unref()
  })
}

interface Visit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly page: CallbackPage
}

function receive(visit: Visit, state: string, settle: (answer: CallbackAnswer) => void): void {
  const { request } = visit
  // A page whose name somebody made lead to this computer speaks of its own host (DNS rebinding).
  if (request.headers.host !== `127.0.0.1:${request.socket.localPort}`) return respond(visit, 400, 'notFound')
  const url = URL.parse(request.url ?? '/', 'http://127.0.0.1')
  if (request.method !== 'GET' || url?.pathname !== callbackPath) return respond(visit, 404, 'notFound')
  // A page of someone else's, or of an older sign-in, does not end this one.
  if (!sameText(url.searchParams.get('state') ?? '', state)) return respond(visit, 400, 'otherSignIn')
  const code = url.searchParams.get('code')
  const error = url.searchParams.get('error')
  if (error === null && code === null) return respond(visit, 400, 'incomplete')
  if (error !== null) {
    respond(visit, 200, 'notCompleted')
    return settle({
      error: error.slice(0, 100),
      description: (url.searchParams.get('error_description') ?? '').slice(0, 500),
    })
  }
  respond(visit, 200, 'signedIn')
  if (code !== null) settle({ code })
}

/** Compares in constant time, for the state is what keeps others out. */
function sameText(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** A page without scripts, without external resources, and without anything that came from the request. */
function respond({ response, page }: Visit, status: number, sentence: keyof CallbackPage['words']): void {
  const body = `<!doctype html><html lang="${page.language}"><meta charset="utf-8"><title>Culvert</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:20vh auto;max-width:32em;padding:0 1em;text-align:center;color-scheme:light dark}</style>
<h1>Culvert</h1><p>${page.words[sentence]}</p></html>`
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  })
  response.end(body)
}
