import type { NetworkRoute, ProxyAddress } from '#contract/network.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { ok } from '#domain/result.ts'
import type { EnvironmentVariables } from './environment-variables.ts'
import { readProxy } from './proxy-address.ts'
import { type Destination, isExcepted, isNear } from './proxy-exceptions.ts'
import { exceptionList, proxySetting } from './proxy-variables.ts'
import { createTrust, type TrustOptions } from './trust.ts'

/**
 * How the host of a URL (`https:`, `wss:`, `http:`, `ws:`) is reached. Asked for every connection, and never answered from
 * memory: the user may have come to another network. PROXY_UNUSABLE when there is a proxy that can not be used.
 */
export type RouteTo = (url: string) => Promise<Result<NetworkRoute>>

/** The way that the environment says, as AWS CLI and its plugin would go. */
export function createRouteTo(options: TrustOptions): RouteTo {
  const trust = createTrust(options)
  return async (url) => {
    const proxy = proxyFor(url, options.environment)
    return proxy.ok ? ok({ proxy: proxy.value, roots: await trust() }) : proxy
  }
}

/** The proxy on the way to a URL's host, or null to connect directly. */
export function proxyFor(url: string, environment: EnvironmentVariables): Result<ProxyAddress | null> {
  const { protocol, destination } = destinationOf(url)
  if (isNear(destination)) return ok(null)
  const setting = proxySetting(environment, protocol === 'https:' || protocol === 'wss:' ? 'tls' : 'plain')
  if (setting === null || isExcepted(destination, exceptionList(environment))) return ok(null)
  return readProxy(setting)
}

function destinationOf(url: string): { readonly protocol: string; readonly destination: Destination } {
  const { protocol, hostname, port } = new URL(url)
  const usual = protocol === 'https:' || protocol === 'wss:' ? 443 : 80
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  return { protocol, destination: { host, port: port === '' ? usual : Number(port) } }
}

/** Thrown to callers that know exceptions only, such as the SDK's clients. */
export class RouteError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(`${problem.code}: ${JSON.stringify(problem.details)}`)
    this.name = 'RouteError'
    this.problem = problem
  }
}
