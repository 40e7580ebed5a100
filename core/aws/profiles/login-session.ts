import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromLoginCredentials } from '@aws-sdk/credential-providers'
import type { NamedProfile } from '../../app/identity/ports.ts'
import type { AwsHttp } from '../http/client-http.ts'

/** What the SDK's providers return. */
type ProviderAnswer = Awaited<ReturnType<ReturnType<typeof fromLoginCredentials>>>

/**
 * Credentials of an `aws login` session. The SDK takes its session from a file only, so it gets one that holds nothing but what
 * we read: its own reading of the user's files could find another session.
 */
export async function fromLoginSession(http: AwsHttp, { settings }: NamedProfile): Promise<ProviderAnswer> {
  const session = settings['login_session'] ?? ''
  const region = settings['region'] || 'us-east-1'
  // The file would be read otherwise than it was written.
  if (!/^[\w:/+=,.@-]+$/.test(session)) throw new Error(`login_session is not the ARN of an identity: ${session}`)
  const folder = await mkdtemp(join(tmpdir(), 'culvert-login-'))
  try {
    const configFilepath = join(folder, 'config')
    await writeFile(configFilepath, `[default]\nlogin_session = ${session}\nregion = ${region}\n`, { mode: 0o600 })
    const filepath = join(folder, 'credentials')
    const clientConfig = { ...http.options('STS', region) }
    return await fromLoginCredentials({
      profile: 'default',
      configFilepath,
      filepath,
      ignoreCache: true,
      clientConfig,
    })()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
