import { callerProgram } from '#contract/program-version.ts'
import type { EnvironmentVariables } from '#network/environment-variables.ts'
import {
  createRequestHandler,
  type HttpLimits,
  type ProxyRefused,
  type RequestHandler,
} from '#network/request-handler.ts'
import type { RouteTo } from '#network/route.ts'
import { endpointOf, isOn, type ServiceId } from './sdk-variables.ts'

/** Tries of one call when the network or the service fails; more would keep a waiting client too long. */
const maxAttempts = 3

/** The parts of a client's configuration that all services share. */
export interface ClientOptions {
  readonly region: string
  readonly requestHandler: RequestHandler
  readonly endpoint?: string
  readonly useFipsEndpoint: boolean
  readonly useDualstackEndpoint: boolean
  readonly maxAttempts: number
  readonly customUserAgent: [name: string, version: string][]
}

/** One connection pool for every AWS client, each request on the way to its host. */
export interface AwsHttp {
  readonly environment: EnvironmentVariables
  readonly routeTo: RouteTo
  options(service: ServiceId, region: string): ClientOptions
  dispose(): void
}

/** What AWS's clients need of the world. */
interface AwsHttpOptions {
  readonly environment: EnvironmentVariables
  readonly routeTo: RouteTo
  readonly limits?: HttpLimits
  /** Told of a proxy that wants a sign-in; the request is sent once more then. */
  readonly proxyRefused?: ProxyRefused
}

export function createAwsHttp({ environment, routeTo, limits, proxyRefused }: AwsHttpOptions): AwsHttp {
  const { handler, dispose } = createRequestHandler(routeTo, limits, proxyRefused)
  return {
    environment,
    routeTo,
    options: (service, region) => ({
      region,
      requestHandler: handler,
      maxAttempts,
      customUserAgent: [[...callerProgram]],
      ...endpointOptions(environment, service),
    }),
    dispose,
  }
}

function endpointOptions(
  environment: EnvironmentVariables,
  service: ServiceId,
): Pick<ClientOptions, 'endpoint' | 'useFipsEndpoint' | 'useDualstackEndpoint'> {
  const endpoint = endpointOf(environment, service)
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    useFipsEndpoint: isOn(environment, 'AWS_USE_FIPS_ENDPOINT'),
    useDualstackEndpoint: isOn(environment, 'AWS_USE_DUALSTACK_ENDPOINT'),
  }
}
