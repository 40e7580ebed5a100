import type { IncomingHttpHeaders } from 'node:http'
import type { Problem } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { proxyProblemOf } from '#network/proxy-answer.ts'

const proxyRefused = 'The proxy refused the connection'
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY_LEAF|UNABLE_TO_GET_ISSUER|ALTNAME/

/** The upgrade was answered with something other than 101. */
export function refusalProblem(status: number, headers: IncomingHttpHeaders, host: string): Problem {
  const errorType = headers['x-amzn-errortype']
  const details = { status, host, ...(typeof errorType === 'string' ? { errorType: errorType.slice(0, 100) } : {}) }
  if (status === 429) return problemOf('THROTTLED', { host, status })
  if (status >= 500 || status === 407 || status < 400) return problemOf('DATA_CHANNEL_UNREACHABLE', details)
  return problemOf('DATA_CHANNEL_REFUSED', details)
}

/** The connection could not be made, or was not a WebSocket. */
export function unreachableProblem(error: Error & { readonly code?: unknown }, host: string): Problem {
  const errorCode = typeof error.code === 'string' ? error.code : ''
  const said = error.message.slice(0, 300)
  const ofProxy = proxyProblemOf(error)
  if (ofProxy?.code === 'PROXY_REFUSED') {
    return problemOf('DATA_CHANNEL_UNREACHABLE', { host, said: proxyRefused, ...ofProxy.details })
  }
  if (ofProxy !== null) return ofProxy
  if (untrusted.test(errorCode)) return problemOf('TLS_UNTRUSTED', { host, errorCode, said })
  return problemOf('DATA_CHANNEL_UNREACHABLE', { host, errorCode, said })
}

/** Neither a connection nor a refusal came in time. */
export function lateProblem(host: string, afterMs: number): Problem {
  return problemOf('DATA_CHANNEL_UNREACHABLE', { host, errorCode: 'ETIMEDOUT', said: 'No answer in time', afterMs })
}

/** The socket closed before the session was ready. 1008 and 4xxx are the peer's decision, the rest is the network's. */
export function earlyCloseProblem(close: { readonly code: number; readonly reason: string }, host: string): Problem {
  const details = { host, closeCode: close.code, said: close.reason.slice(0, 125) }
  const decided = close.code === 1008 || close.code >= 4_000
  return problemOf(decided ? 'DATA_CHANNEL_REFUSED' : 'DATA_CHANNEL_UNREACHABLE', details)
}
