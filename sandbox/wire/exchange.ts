import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/** One request, read to its end. */
export interface ApiRequest {
  readonly method: string
  /** Path and query, resolved against the `Host` the client used. */
  readonly url: URL
  /** Path and query exactly as received. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An error as the service would name it. */
export interface ApiFault {
  readonly status: number
  readonly code: string
  readonly message: string
  /** The member `error` of the body, where a service has one. */
  readonly reason?: string
}

/** What an action answers: an object for JSON protocols, XML text (without its envelope) for query protocols. */
export type Outcome = { readonly ok: true; readonly output: unknown } | { readonly ok: false; readonly fault: ApiFault }

export const succeed = (output: unknown): Outcome => ({ ok: true, output })

export const fail = (code: string, message: string, status = 400, reason?: string): Outcome => ({
  ok: false,
  fault: { status, code, message, ...(reason === undefined ? {} : { reason }) },
})

const bodyLimit = 1024 * 1024

/** Reads a request of at most 1 MiB; null when it is longer or broken off. */
export async function readRequest(message: IncomingMessage): Promise<ApiRequest | null> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of message) {
      if (!Buffer.isBuffer(chunk)) return null
      size += chunk.length
      if (size > bodyLimit) return null
      chunks.push(chunk)
    }
  } catch {
    return null
  }
  const target = message.url ?? '/'
  const base = `http://${message.headers.host ?? '127.0.0.1'}`
  if (!URL.canParse(target, base)) return null
  return {
    method: message.method ?? 'GET',
    url: new URL(target, base),
    target,
    headers: message.headers,
    body: Buffer.concat(chunks),
  }
}

/** First value of a header, or null. Names are lower case. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name]
  if (value === undefined) return null
  return typeof value === 'string' ? value : (value[0] ?? null)
}

/** The body as JSON, or null when it is none. */
export function readJson(request: ApiRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'))
  } catch {
    return null
  }
}
