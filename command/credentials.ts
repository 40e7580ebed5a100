import type { EnvironmentVariables } from '#network/environment-variables.ts'
import type { SigningKeys } from '#network/upgrade-signing.ts'
import type { Network } from './network.ts'

/** Who makes the calls. */
interface CallerSettings {
  /** Empty for none. */
  readonly profile: string
  readonly region: string
  readonly environment: EnvironmentVariables
  readonly network: Network
}

/**
 * The caller's credentials, as AWS's SDKs look for them: a named profile alone, else the environment, else the default
 * chain. Read anew every time, for they may have been renewed. Throws where there are none.
 */
export async function findCredentials(settings: CallerSettings): Promise<SigningKeys> {
  const { profile, region, environment, network } = settings
  const fromVariables = profile === '' ? readVariables(environment) : null
  if (fromVariables !== null) return fromVariables
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
  const clientConfig = { region, requestHandler: await network.requestHandler() }
  const found = await fromNodeProviderChain({ ...(profile === '' ? {} : { profile }), clientConfig })()
  const { accessKeyId, secretAccessKey, sessionToken } = found
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}

/** Without the SDK, whose loading is most of a quick start. */
function readVariables(environment: EnvironmentVariables): SigningKeys | null {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID']
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY']
  if (!accessKeyId || !secretAccessKey) return null
  const sessionToken = environment['AWS_SESSION_TOKEN']
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }
}
