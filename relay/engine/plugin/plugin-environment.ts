import { devNull } from 'node:os'

/**
 * Variables of ours that the plugin may see: what a program needs to run, plus proxy and certificate settings. Every
 * AWS variable is left out, for an inherited key or profile could lead a tunnel into another account.
 */
const passed: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'PROGRAMFILES',
  'PROGRAMDATA',
  'APPDATA',
  'LOCALAPPDATA',
  'USERNAME',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'AWS_CA_BUNDLE',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
])

/** What the plugin gets besides. */
export interface PluginSecrets {
  /** Three-key JSON of the StartSession response. */
  readonly response: string
  readonly credentialsUrl: string
  readonly credentialsToken: string
}

/** Name of the variable that holds the response; passed as the first argument instead of the response itself. */
export const responseVariable = 'AWS_SSM_START_SESSION_RESPONSE'

/** The plugin's whole environment. */
export function pluginEnvironment(own: NodeJS.ProcessEnv, secrets: PluginSecrets): Readonly<Record<string, string>> {
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined && passed.has(name.toUpperCase())) environment[name] = value
  }
  return {
    ...environment,
    [responseVariable]: secrets.response,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: secrets.credentialsUrl,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: secrets.credentialsToken,
    // Nothing in place of the user's `~/.aws`, whose `[default]` would win over the endpoint above.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}
