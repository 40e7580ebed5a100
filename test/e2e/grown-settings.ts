import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { launchApp, type AppUnderTest } from '../support/app-under-test.ts'
import { homeRegion, startUrl } from './window-steps.ts'

/** What people have after some years: two organisations, one of them twice over, a key, and two profiles that broke. */
export const grownConfig = `[sso-session harborline]
sso_start_url = ${startUrl}
sso_region = ${homeRegion}

[sso-session kestrel-logistics]
sso_start_url = https://d-95671f2c08.awsapps.com/start
sso_region = eu-west-1

${[
  ['orders-prod', 'harborline', '482100973316', 'DatabaseTunnel'],
  ['prod', 'harborline', '482100973316', 'DatabaseTunnel'],
  ['orders-prod-admin', 'harborline', '482100973316', 'Administrator'],
  ['orders-staging', 'harborline', '730155204418', 'DatabaseTunnel'],
  ['kestrel-orders', 'kestrel-logistics', '145088329906', 'PartnerReadOnly'],
]
  .map(
    ([name, session, account, role]) =>
      `[profile ${name}]\nsso_session = ${session}\nsso_account_id = ${account}\nsso_role_name = ${role}\nregion = ${homeRegion}\n`,
  )
  .join('\n')}
[profile legacy-deploy]
role_arn = arn:aws:iam::482100973316:role/deploy
source_profile = base

[profile orders-old]
sso_session = nowhere
sso_account_id = 482100973316
sso_role_name = DatabaseTunnel
`
/** A long-lived key beside them. */
export const grownCredentials =
  '[ci-deploy]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = not-a-real-one\n'

/** Starts the app on such files, in a profile of its own below the folder. */
export async function launchWith(
  files: { readonly config: string; readonly credentials: string },
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<AppUnderTest> {
  const paths = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') }
  await writeFile(paths.AWS_CONFIG_FILE, files.config)
  await writeFile(paths.AWS_SHARED_CREDENTIALS_FILE, files.credentials)
  return await launchApp({ environment: { ...environment, ...paths }, userData: join(folder, 'profile') })
}
