import { type AwsHttp, createAwsHttp } from '#core/aws/index.ts'
import type { Environment } from '#network/environment.ts'
import type { HttpLimits } from '#network/request-handler.ts'
import { createRouteTo } from '#network/route.ts'

/** AWS's clients in an environment of a test's own, on a computer whose system trusts nobody besides. */
export function awsHttpIn(environment: Environment, limits?: HttpLimits): AwsHttp {
  const routeTo = createRouteTo({ environment, platform: 'linux', systemBundles: [] })
  return createAwsHttp({ environment, routeTo, ...(limits === undefined ? {} : { limits }) })
}
