import { type AwsHttp, createAwsHttp } from '#core/aws/index.ts'
import type { EnvironmentVariables } from '#network/environment-variables.ts'
import type { HttpLimits } from '#network/request-handler.ts'
import { createRouteTo } from '#network/route.ts'

/** AWS's clients in an environment of a test's own, on a computer whose system trusts nobody besides. */
export function awsHttpIn(environment: EnvironmentVariables, limits?: HttpLimits): AwsHttp {
  const routeTo = createRouteTo({ environment, platform: 'linux', systemBundles: [] })
  return createAwsHttp({ environment, routeTo, ...(limits === undefined ? {} : { limits }) })
}
