import { homedir } from 'node:os'
import { join } from 'node:path'
import type { ProfileSurroundings } from '../../app/identity/profiles.ts'

/** Where the AWS tools keep their files, by their own rules. */
interface AwsPaths {
  readonly configFile: string
  readonly credentialsFile: string
  /** `configFile` as people write it, with `~` for the home folder. */
  readonly configName: string
  /** Can not be moved by any variable but the home folder's. */
  readonly ssoCache: string
  /** Where `aws login` keeps its sign-ins; `AWS_LOGIN_CACHE_DIRECTORY` moves it. */
  readonly loginCache: string
  /** Where the AWS CLI keeps credentials of roles. */
  readonly cliCache: string
}

/** `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` move the files; `HOME` goes first on every system, as in the SDK. */
export function awsPaths(environment: Readonly<Record<string, string | undefined>>): AwsPaths {
  const home = environment['HOME'] || environment['USERPROFILE'] || homedir()
  const expand = (path: string): string => path.replace(/^~(?=[/\\]|$)/, home)
  const configFile = expand(environment['AWS_CONFIG_FILE'] || join(home, '.aws', 'config'))
  return {
    configFile,
    configName: configFile.startsWith(home) ? `~${configFile.slice(home.length).replaceAll('\\', '/')}` : configFile,
    credentialsFile: expand(environment['AWS_SHARED_CREDENTIALS_FILE'] || join(home, '.aws', 'credentials')),
    ssoCache: join(home, '.aws', 'sso', 'cache'),
    loginCache: expand(environment['AWS_LOGIN_CACHE_DIRECTORY'] || join(home, '.aws', 'login', 'cache')),
    cliCache: join(home, '.aws', 'cli', 'cache'),
  }
}

/** What is known of profiles from outside their files: the config as people write its path, and the region of the environment. */
export function surroundingsOf(environment: Readonly<Record<string, string | undefined>>): ProfileSurroundings {
  const { AWS_REGION, AWS_DEFAULT_REGION } = environment
  return { configFile: awsPaths(environment).configName, region: AWS_REGION || AWS_DEFAULT_REGION || null }
}
