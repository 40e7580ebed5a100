import type { Problem } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { RouteError } from './route-error.ts'

/** What the agent for HTTP proxies says of one that made no connection; it keeps no more than the status. */
const refusal = /^Bad response: (\d{3})$/

/** What a failure of a connection says of the proxy on the way; null where it says nothing of one. */
export function proxyProblemOf(error: unknown): Problem | null {
  if (error instanceof RouteError) return error.problem
  const status = error instanceof Error ? refusal.exec(error.message)?.[1] : undefined
  if (status === undefined) return null
  return status === '407'
    ? problemOf('PROXY_SIGN_IN', { schemes: [] })
    : problemOf('PROXY_REFUSED', { status: Number(status) })
}
