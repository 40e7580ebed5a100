import { devNull } from 'node:os'
import { networkVariables, programVariables } from '#contract/passed-variables.ts'
import { folderForSockets } from '#domain/socket-path/socket-path.ts'
import { type ChildWay, childVariables, decidedVariables } from '#network/child-variables.ts'

/** Variables of ours that the plugin may see. */
const passed: ReadonlySet<string> = new Set([...programVariables, ...networkVariables])

/** What the plugin gets besides, and the way it goes. */
interface PluginSecrets {
  /** Three-key JSON of the StartSession response. */
  readonly response: string
  readonly credentialsUrl: string
  readonly credentialsToken: string
  readonly way: ChildWay
}

/** Name of the variable that holds the response; passed as the first argument instead of the response itself. */
export const responseVariable = 'AWS_SSM_START_SESSION_RESPONSE'

/** The plugin's whole environment. */
export function pluginEnvironment(own: NodeJS.ProcessEnv, secrets: PluginSecrets): Readonly<Record<string, string>> {
  return {
    ...withoutDecided(plainEnvironment(own)),
    ...childVariables(own, secrets.way),
    ...temporaryFolder(own['TMPDIR'], secrets.way.platform),
    [responseVariable]: secrets.response,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: secrets.credentialsUrl,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: secrets.credentialsToken,
    // Nothing in place of the user's `~/.aws`, whose `[default]` would win over the endpoint above.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}

/** What the plugin adds to the folder for temporary files for the socket of its multiplexer: a number of 32 bits and a name. */
const pluginSocket = '/4294967295_session_manager_plugin_mux.sock'

/** In a folder with a long path it would fail with "bind: invalid argument". */
function temporaryFolder(own: string | undefined, platform: string): Readonly<Record<string, string>> {
  const folder = folderForSockets(own, pluginSocket.length, platform)
  return folder === null ? {} : { TMPDIR: folder }
}

function withoutDecided(environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !decidedVariables.has(name.toUpperCase())))
}

/** What any program of the plugin engine may see. */
export function plainEnvironment(own: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined && passed.has(name.toUpperCase())) environment[name] = value
  }
  return environment
}
