import type { Clock } from '#domain/clock/clock.ts'
import { type AwsHttp, createAwsHttp } from '#core/aws/index.ts'
import { createFindRoute, type FindRoute, routeBy } from '#network/route.ts'
import { createSystemProxy } from '../system/system-proxy.ts'
import { openNames } from '../window/page-session.ts'

/** How this computer reaches AWS. */
export interface NetworkWay {
  readonly http: AwsHttp
  readonly findRoute: FindRoute
}

/** Here alone it is said how this computer reaches AWS; the relay hears it with each pass. */
export function createNetworkWay(environment: NodeJS.ProcessEnv, clock: Clock): NetworkWay {
  const { platform } = process
  const findRoute = createFindRoute({ environment, platform, askSystem: createSystemProxy(clock, openNames) })
  return { findRoute, http: createAwsHttp({ environment, routeTo: routeBy(findRoute) }) }
}
