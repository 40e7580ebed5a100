import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { NetworkRoute, ProxyAddress } from '#contract/network.ts'
import { agentsFor, digestOf } from './agents.ts'
import { proxyProblemOf } from './proxy-answer.ts'
import { proxyUrl } from './proxy-address.ts'
import { RouteError } from './route-error.ts'
import type { RouteTo } from './route.ts'

/** Milliseconds to connect, and for the whole answer; the longest AWS call here takes about two seconds. */
export interface HttpLimits {
  readonly connectionTimeout: number
  readonly requestTimeout: number
}

const usualLimits: HttpLimits = { connectionTimeout: 5_000, requestTimeout: 20_000 }

/** What the SDK asks of a request handler. */
export type RequestHandler = Pick<
  NodeHttpHandler,
  'handle' | 'metadata' | 'updateHttpClientConfig' | 'httpHandlerConfigs' | 'destroy'
>

/** One connection pool for every AWS client: each request on the way to its host. */
interface RoutedHandler {
  readonly handler: RequestHandler
  /** Closes what is kept open. */
  dispose(): void
}

/** Told of a proxy that wants a sign-in, or another one than it was given. */
export type ProxyRefused = (proxy: ProxyAddress) => void

/**
 * Requests fail with a {@link RouteError} where there is no way. With `refused` a proxy that wants a sign-in is told of, and the way is asked
 * for once more: whoever answers that may ask a person.
 */
export function createRequestHandler(
  routeTo: RouteTo,
  limits: HttpLimits = usualLimits,
  refused?: ProxyRefused,
): RoutedHandler {
  const pool = createPool(limits)
  const wayOf = async ({
    protocol,
    hostname,
    port,
  }: Parameters<RequestHandler['handle']>[0]): Promise<NetworkRoute> => {
    const route = await routeTo(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}/`)
    if (!route.ok) throw new RouteError(route.error)
    return route.value
  }
  const handle: RequestHandler['handle'] = async (request, options) => {
    const route = await wayOf(request)
    try {
      return await pool.handlerOf(route).handle(request, options)
    } catch (error) {
      if (refused === undefined || route.proxy === null || proxyProblemOf(error)?.code !== 'PROXY_SIGN_IN') throw error
      refused(route.proxy)
      const next = await wayOf(request)
      // The same password once more would count as another wrong one.
      if (keyOf(next) === keyOf(route)) throw error
      return await pool.handlerOf(next).handle(request, options)
    }
  }
  return {
    handler: {
      handle,
      metadata: { handlerProtocol: 'http/1.1' },
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
      // A client that is thrown away must not take the others' connections with it.
      destroy: () => {},
    },
    dispose: pool.dispose,
  }
}

/** A handler for each way, which keeps its connections. */
function createPool(limits: HttpLimits) {
  const handlers = new Map<string, NodeHttpHandler>()
  const handlerOf = (route: NetworkRoute): NodeHttpHandler => {
    const key = keyOf(route)
    const known = handlers.get(key)
    if (known !== undefined) return known
    const { plain, tls } = agentsFor(route, { connections: 'kept' })
    const made = new NodeHttpHandler({ httpAgent: plain, httpsAgent: tls, ...limits, throwOnRequestTimeout: true })
    handlers.set(key, made)
    return made
  }
  const dispose = (): void => {
    for (const made of handlers.values()) made.destroy()
    handlers.clear()
  }
  return { handlerOf, dispose }
}

function keyOf({ proxy, roots }: NetworkRoute): string {
  return `${proxy === null ? '' : proxyUrl(proxy)} ${roots === null ? '' : digestOf(roots)}`
}
