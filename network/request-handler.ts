import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { NetworkRoute } from '#contract/network.ts'
import { agentsFor, digestOf } from './agents.ts'
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

/** Requests fail with a {@link RouteError} where there is no way. */
export function createRequestHandler(routeTo: RouteTo, limits: HttpLimits = usualLimits): RoutedHandler {
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
  const handle: RequestHandler['handle'] = async (request, options) => {
    const { protocol, hostname, port } = request
    const route = await routeTo(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}/`)
    if (!route.ok) throw new RouteError(route.error)
    return await handlerOf(route.value).handle(request, options)
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
    dispose() {
      for (const made of handlers.values()) made.destroy()
      handlers.clear()
    },
  }
}

function keyOf({ proxy, roots }: NetworkRoute): string {
  return `${proxy === null ? '' : proxyUrl(proxy)} ${roots === null ? '' : digestOf(roots)}`
}
