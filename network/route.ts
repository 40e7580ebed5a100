import type { NetworkRoute } from '#contract/network.ts'
import type { Result } from '#contract/result.ts'
import { ok } from '#domain/result.ts'
import { proxyFor } from './proxy-for.ts'
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
