import type { EnvironmentVariables } from '#network/environment-variables.ts'
import type { RequestHandler } from '#network/request-handler.ts'
import { createRouteTo, type RouteTo } from '#network/route.ts'

/** The way out, which the command finds by itself. */
export interface Network {
  readonly routeTo: RouteTo
  /** What the SDK takes for a request handler, loaded when it is first asked for. */
  requestHandler(): Promise<RequestHandler>
}

export function createNetwork(environment: EnvironmentVariables): Network {
  const routeTo = createRouteTo({ environment, platform: process.platform })
  let handler: Promise<RequestHandler> | null = null
  const load = async (): Promise<RequestHandler> => {
    const { createRequestHandler } = await import('#network/request-handler.ts')
    // Its connections close with the program.
    return createRequestHandler(routeTo).handler
  }
  return { routeTo, requestHandler: () => (handler ??= load()) }
}
