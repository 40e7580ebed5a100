import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryFolder, removeFolder } from './temporary-folders.ts'
import { loginSessionOf } from './world/login.ts'
import { mfaProfiles } from './world/mfa.ts'
import type { MfaDevice, World } from './world/types.ts'

/** A private home folder with an AWS configuration of the sandbox's world. */
interface SandboxHome {
  readonly folder: string
  readonly configFile: string
  readonly credentialsFile: string
  /** Removes the folder, if the sandbox made it. */
  remove(): Promise<void>
}

/** Writes `.aws/config` and `.aws/credentials` (both 0600) below `folder`, or below a new temporary one. */
export async function createHome(world: World, folder: string | null): Promise<SandboxHome> {
  const home = folder ?? (await createTemporaryFolder('home'))
  const aws = join(home, '.aws')
  const configFile = join(aws, 'config')
  const credentialsFile = join(aws, 'credentials')
  await mkdir(join(aws, 'sso', 'cache'), { recursive: true, mode: 0o700 })
  await writeFile(configFile, configText(world), { mode: 0o600 })
  await writeFile(credentialsFile, credentialsText(world), { mode: 0o600 })
  return {
    folder: home,
    configFile,
    credentialsFile,
    remove: async () => {
      if (folder === null) await removeFolder(home)
    },
  }
}

const section = (title: string, entries: Readonly<Record<string, string>>): string =>
  [`[${title}]`, ...Object.entries(entries).map(([key, value]) => `${key} = ${value}`), ''].join('\n')

function configText(world: World): string {
  const { startUrl, ssoRegion, ssoSession } = world.organisation
  const session = section(`sso-session ${ssoSession}`, {
    sso_start_url: startUrl,
    sso_region: ssoRegion,
    sso_registration_scopes: 'sso:account:access',
  })
  const profiles = world.accounts.slice(0, 3).map((account) =>
    section(`profile ${account.name}`, {
      sso_session: ssoSession,
      sso_account_id: account.id,
      sso_role_name: account.permissionSets[0] ?? 'ReadOnly',
      region: ssoRegion,
    }),
  )
  const users = world.staticKeys.map((key) => section(`profile ${key.userName}`, { region: ssoRegion }))
  const devices = world.mfaDevices.flatMap((device) => mfaSections(world, device))
  const logins = world.consoleUsers.map((user) =>
    section(`profile ${user.profile}`, { login_session: loginSessionOf(user), region: ssoRegion }),
  )
  return [session, ...profiles, ...users, ...devices, ...logins].join('\n')
}

/** Profiles whose role asks for the device's code, with the keys of its user. */
const mfaSections = (world: World, device: MfaDevice): readonly string[] =>
  Object.entries(mfaProfiles).map(([name, accountId]) =>
    section(`profile ${name}`, {
      role_arn: `arn:aws:iam::${accountId}:role/${world.guardedRoles.find(({ asksMfa }) => asksMfa)?.name ?? ''}`,
      source_profile: device.userArn.split('/').at(-1) ?? '',
      mfa_serial: device.serial,
      region: world.organisation.ssoRegion,
    }),
  )

const credentialsText = (world: World): string =>
  world.staticKeys
    .map((key) =>
      section(key.userName, { aws_access_key_id: key.accessKeyId, aws_secret_access_key: key.secretAccessKey }),
    )
    .join('\n')

/** How clients of the corporate network are told of its proxy: as an HTTP or SOCKS proxy by variables, or by a script. */
export const proxyWays = ['http', 'socks', 'pac'] as const
export type ProxyWay = (typeof proxyWays)[number]

/** How clients find the sandbox: by endpoint variables, or by genuine host names through a proxy. */
export type Way =
  | { readonly kind: 'endpoint'; readonly baseUrl: string }
  | {
      readonly kind: 'corporate'
      readonly proxyVariables: Readonly<Record<string, string>>
      readonly certificateFile: string
    }

/** Variables that lead AWS clients to the sandbox, whichever way. `baseUrl` is where its control API is. */
export function describeEnvironment(
  world: World,
  home: SandboxHome,
  baseUrl: string,
  way: Way,
): Readonly<Record<string, string>> {
  const key = world.staticKeys[0]
  if (key === undefined) throw new Error('the world has no static key')
  return {
    HOME: home.folder,
    USERPROFILE: home.folder,
    AWS_CONFIG_FILE: home.configFile,
    AWS_SHARED_CREDENTIALS_FILE: home.credentialsFile,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_REGION: world.organisation.ssoRegion,
    AWS_DEFAULT_REGION: world.organisation.ssoRegion,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    NO_PROXY: loopback,
    no_proxy: loopback,
    CULVERT_SANDBOX: '1',
    CULVERT_SANDBOX_CONTROL: baseUrl,
    ...wayVariables(way),
  }
}

const loopback = '127.0.0.1,localhost,::1'

function wayVariables(way: Way): Readonly<Record<string, string>> {
  if (way.kind === 'endpoint') return { AWS_ENDPOINT_URL: way.baseUrl }
  return {
    ...way.proxyVariables,
    AWS_CA_BUNDLE: way.certificateFile,
    SSL_CERT_FILE: way.certificateFile,
    NODE_EXTRA_CA_CERTS: way.certificateFile,
  }
}
