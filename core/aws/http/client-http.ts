import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent'
import { endpointOf, isOn, type Environment, type ServiceId } from './environment.ts'
import { proxyFor } from './proxy.ts'
import { trustedCertificates } from './trust.ts'

type Handle = NodeHttpHandler['handle']

/** Milliseconds to connect, and for the whole answer; the longest AWS call here takes about two seconds. */
export interface HttpLimits {
  readonly connectionTimeout: number
  readonly requestTimeout: number
}

const usualLimits: HttpLimits = { connectionTimeout: 5_000, requestTimeout: 20_000 }
/** Tries of one call when the network or the service fails; more would keep a waiting client too long. */
const maxAttempts = 3

/** The parts of a client's configuration that all services share. */
export interface ClientOptions {
  readonly region: string
  readonly requestHandler: SharedHandler
  readonly endpoint?: string
  readonly useFipsEndpoint: boolean
  readonly useDualstackEndpoint: boolean
  readonly maxAttempts: number
}

/** One connection pool for every AWS client, through the user's proxy and with the user's certificates. */
export interface AwsHttp {
  readonly environment: Environment
  options(service: ServiceId, region: string): ClientOptions
  dispose(): void
}

/** What the SDK asks of a request handler. */
type SharedHandler = Pick<
  NodeHttpHandler,
  'handle' | 'metadata' | 'updateHttpClientConfig' | 'httpHandlerConfigs' | 'destroy'
>

export function createAwsHttp(environment: Environment, limits: HttpLimits = usualLimits): AwsHttp {
  const handlers = new Map<string, NodeHttpHandler>()
  const certificates = trustedCertificates(environment)

  const handlerFor = (proxy: string | null): NodeHttpHandler => {
    const key = proxy ?? ''
    const known = handlers.get(key)
    if (known) return known
    const made = new NodeHttpHandler({ ...agentsFor(proxy, certificates), ...limits, throwOnRequestTimeout: true })
    handlers.set(key, made)
    return made
  }

  const handle: Handle = (request, options) =>
    handlerFor(proxyFor(environment, request.protocol, request.hostname)).handle(request, options)
  const requestHandler: SharedHandler = {
    handle,
    metadata: { handlerProtocol: 'http/1.1' },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
    // A client that is thrown away must not take the others' connections with it.
    destroy: () => {},
  }

  return {
    environment,
    options: (service, region) => ({ region, requestHandler, maxAttempts, ...endpointOptions(environment, service) }),
    dispose() {
      for (const handler of handlers.values()) handler.destroy()
      handlers.clear()
    },
  }
}

function endpointOptions(
  environment: Environment,
  service: ServiceId,
): Pick<ClientOptions, 'endpoint' | 'useFipsEndpoint' | 'useDualstackEndpoint'> {
  const endpoint = endpointOf(environment, service)
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    useFipsEndpoint: isOn(environment, 'AWS_USE_FIPS_ENDPOINT'),
    useDualstackEndpoint: isOn(environment, 'AWS_USE_DUALSTACK_ENDPOINT'),
  }
}

function agentsFor(
  proxy: string | null,
  certificates: string[] | null,
): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } {
  const trust = certificates === null ? {} : { ca: certificates }
  const common = { keepAlive: true, maxSockets: 50 }
  if (proxy === null) return { httpAgent: new HttpAgent(common), httpsAgent: new HttpsAgent({ ...common, ...trust }) }
  return {
    httpAgent: new HttpProxyAgent({ ...common, proxy }),
    httpsAgent: new HttpsProxyAgent({ ...common, ...trust, proxy, proxyRequestOptions: trust }),
  }
}
