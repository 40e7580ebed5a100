import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { userAgent } from '#contract/program-version.ts'
import { agentFor } from '#network/agents.ts'
import { RouteError } from '#network/route-error.ts'
import type { RouteTo } from '#network/route.ts'

/** A request of a service that is called too seldom for a client of its own. */
interface Post {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const timeoutMs = 10_000

/**
 * Sends it, and gives the answer's text. Throws what failed as the SDK's clients throw it: name, message, status, request id, and
 * what the service says in a member `error`.
 */
export async function post({ url, headers, body }: Post, routeTo: RouteTo): Promise<string> {
  const route = await routeTo(url)
  if (!route.ok) throw new RouteError(route.error)
  const agent = agentFor(url, route.value)
  return await new Promise<string>((resolve, reject) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest
    const options = {
      method: 'POST',
      headers: { ...headers, 'user-agent': userAgent },
      timeout: timeoutMs,
      ...(agent && { agent }),
    }
    const request = send(url, options, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        const [status, text] = [response.statusCode ?? 0, Buffer.concat(parts).toString('utf8')]
        if (status === 200) resolve(text)
        else reject(failureOf(status, response.headers, text))
      })
    })
    request.on('timeout', () => request.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })))
    request.on('error', reject)
    request.end(body)
  })
}

function failureOf(status: number, headers: Readonly<Record<string, unknown>>, text: string): Error {
  const { __type: type, message, Message, error: reason } = objectIn(text)
  const named = firstText(type, headers['x-amzn-errortype'], 'Error')
  const name = named.replace(/:.*$/, '')
  const error = new Error(firstText(message, Message, ''))
  const $metadata = { httpStatusCode: status, requestId: headers['x-amzn-requestid'] }
  return Object.assign(error, { name, $metadata, $response: { headers }, reason })
}

function firstText(...values: readonly unknown[]): string {
  return values.find((value): value is string => typeof value === 'string') ?? ''
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
