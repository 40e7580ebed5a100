import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { roleIdentity } from './state/identity.ts'
import type { Memory } from './state/memory.ts'
import { randomSecret } from './state/random.ts'

/** Temporary credentials of one permission set. */
export interface IssuedCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  /** Epoch ms. */
  readonly expiresAt: number
}

/** Credentials without the way through sign-in and portal; throws when the account has no such permission set. */
export function issueCredentials(memory: Memory, accountName: string, roleName: string): IssuedCredentials {
  const account = memory.world.accounts.find(({ name }) => name === accountName)
  const permissionSet = memory.world.permissionSets.find(({ name }) => name === roleName)
  if (account === undefined || permissionSet === undefined || !account.permissionSets.includes(roleName)) {
    throw new Error(`${accountName} has no permission set ${roleName}`)
  }
  const identity = roleIdentity(account.id, permissionSet, memory.world.organisation.user.userName)
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = memory.keys.issue(
    identity,
    memory.settings.credentialSeconds * 1000,
  )
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt }
}

/**
 * Signs the user in as if `aws sso login` had run: writes the token file that aws-cli and the SDKs share, and gives its
 * path.
 */
export async function seedSignIn(memory: Memory, home: string): Promise<string> {
  const { startUrl, ssoRegion, ssoSession } = memory.world.organisation
  const now = memory.clock.now()
  const clientId = randomSecret(16)
  const clientSecret = randomSecret(240)
  const registrationExpiresAt = now + 90 * 86_400_000
  memory.signIns.registrations.set(clientId, {
    clientId,
    clientSecret,
    clientName: 'sandbox',
    scopes: ['sso:account:access'],
    redirectUris: [],
    grantTypes: [],
    issuedAt: now,
    expiresAt: registrationExpiresAt,
  })
  const family = memory.signIns.openFamily(clientId, 'refreshable')
  const file = join(home, '.aws', 'sso', 'cache', `${createHash('sha1').update(ssoSession).digest('hex')}.json`)
  const token = {
    startUrl,
    region: ssoRegion,
    accessToken: family.accessToken,
    expiresAt: stamp(family.accessExpiresAt),
    clientId,
    clientSecret,
    registrationExpiresAt: stamp(registrationExpiresAt),
    refreshToken: family.refreshToken,
  }
  await writeFile(file, JSON.stringify(token), { mode: 0o600 })
  return file
}

const stamp = (time: number): string => new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z')
