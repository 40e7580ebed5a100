import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { userAgent } from '#contract/program-version.ts'
import { agentFor } from '#network/agents.ts'
import { RouteError } from '#network/route-error.ts'
import type { RouteTo } from '#network/route.ts'

/** Where a page sends who asks for it, as its header says; null where it sends nobody on. */
export type Redirect = string | null

/** Servers that know no HEAD say so by these. */
const withoutHead = [405, 501]
const redirects = [301, 302, 303, 307, 308]

/**
 * Asks a page where it leads, with HEAD, and with GET where a server does not know that. No cookie, no token and no body is sent, and
 * of an answer nothing is read but its head. Throws what the way to the host throws.
 */
export async function redirectOf(url: URL, routeTo: RouteTo, signal: AbortSignal): Promise<Redirect> {
  const head = await answerOf('HEAD', url, routeTo, signal)
  const { statusCode = 0, headers } = withoutHead.includes(head.statusCode ?? 0)
    ? await answerOf('GET', url, routeTo, signal)
    : head
  return redirects.includes(statusCode) ? (headers.location ?? null) : null
}

async function answerOf(method: string, url: URL, routeTo: RouteTo, signal: AbortSignal): Promise<IncomingMessage> {
  const route = await routeTo(url.href)
  if (!route.ok) throw new RouteError(route.error)
  const agent = agentFor(url.href, route.value, signal)
  const send = url.protocol === 'https:' ? requestTls : requestPlain
  const options = { method, headers: { 'user-agent': userAgent }, signal, ...(agent && { agent }) }
  return await headOf(send(url, options))
}

/** Lets go of the connection with the head of the answer, however much is behind it. */
function headOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', (response) => {
      resolve(response)
      request.destroy()
    })
    request.on('error', reject)
    request.end()
  })
}
