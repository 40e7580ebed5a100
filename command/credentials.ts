import { callerProgram } from '#contract/program-version.ts'
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
  /** What roles are assumed as where the profile does not say; null where nobody knows. */
  readonly sessionName: string | null
}

/**
 * The name under which the caller started a session, if it started it in a role: the service makes ids of it. Under another name the
 * same role is somebody else to policies that let everybody open their own sessions only.
 */
export function sessionNameIn(sessionId: string): string | null {
  return /^([\w+=,.@-]{2,64})-[0-9a-z]{8,}$/i.exec(sessionId)?.[1] ?? null
}

/** The SDKs' own names begin so, and change with every call. */
const generatedName = /^aws-sdk-js-/

/**
 * The caller's credentials, as AWS's SDKs look for them: a named profile alone, else the environment, else the default
 * chain. Read anew every time, for they may have been renewed. Throws where there are none.
 */
export async function findCredentials(settings: CallerSettings): Promise<SigningKeys> {
  const { profile, environment } = settings
  const fromVariables = profile === '' ? readVariables(environment) : null
  if (fromVariables !== null) return fromVariables
  const { accessKeyId, secretAccessKey, sessionToken } = await fromChain(settings)
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}

async function fromChain({ profile, region, network, sessionName }: CallerSettings): Promise<SigningKeys> {
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
  const { getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity } = await import('@aws-sdk/client-sts')
  const customUserAgent: [string, string][] = [[...callerProgram]]
  const clientConfig = { region, requestHandler: await network.requestHandler(), customUserAgent }
  const [assume, assumeByToken] = [
    getDefaultRoleAssumer(clientConfig),
    getDefaultRoleAssumerWithWebIdentity(clientConfig),
  ]
  const called = <T extends { RoleSessionName: string | undefined }>(role: T): T =>
    sessionName !== null && generatedName.test(role.RoleSessionName ?? '')
      ? { ...role, RoleSessionName: sessionName }
      : role
  return await fromNodeProviderChain({
    ...(profile === '' ? {} : { profile }),
    clientConfig,
    roleAssumer: async (source, role) => await assume(source, called(role)),
    roleAssumerWithWebIdentity: async (role) => await assumeByToken(called(role)),
  })()
}

/** Without the SDK, whose loading is most of a quick start. */
function readVariables(environment: EnvironmentVariables): SigningKeys | null {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID']
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY']
  if (!accessKeyId || !secretAccessKey) return null
  const sessionToken = environment['AWS_SESSION_TOKEN']
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }
}
