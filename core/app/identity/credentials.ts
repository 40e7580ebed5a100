import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { fail, ok } from '#domain/result.ts'
import { credentialsIn } from '#domain/console-sign-in/console-keys.ts'
import { createCredentialCache } from './credential-cache.ts'
import type { AwsConfigStore, CodeSessions, NamedCredentialsPort, RenewableCredentials, SsoRole } from './ports.ts'
import { findProfile } from './profile-lookup.ts'
import type { RoleCredentials } from './role-credentials.ts'
import type { TokenKeeper } from './token-keeper.ts'

interface CredentialsDeps {
  readonly clock: Clock
  readonly config: Pick<AwsConfigStore, 'read'>
  readonly named: NamedCredentialsPort
  readonly roles: RoleCredentials
  readonly mfa: CodeSessions
  readonly keeper: Pick<TokenKeeper, 'valid'>
}

/** One provider for every profile; equal references share what was fetched. */
export function createCredentials(deps: CredentialsDeps): RenewableCredentials & { readonly forgetNamed: () => void } {
  const cache = createCredentialCache(deps.clock)
  /** Forgetting reads the config first; whoever asks meanwhile waits for it. */
  const forgetting = new Map<string, Promise<void>>()
  const sources = {
    sso: (role: SsoRole) => deps.roles.of(role),
    login: (session: SsoSession) => consoleCredentials(deps.keeper, session),
    mfa: deps.mfa,
  }
  const keyOf = (ref: ProfileRef): string => JSON.stringify(ref)

  const forgetRoleOf = async (ref: ProfileRef): Promise<void> => {
    const found = findProfile(await deps.config.read(), ref)
    if (found.ok && found.value.kind === 'role') deps.roles.forget(found.value.role)
  }

  return {
    async credentialsOf(ref) {
      await forgetting.get(keyOf(ref))
      const config = await deps.config.read()
      const found = findProfile(config, ref)
      if (!found.ok) return found
      if (found.value.kind === 'role') return deps.roles.of(found.value.role)
      const { profile } = found.value
      return cache.get(profile.name, () => deps.named.credentialsOf(profile, config, sources))
    },
    forget(ref) {
      if (ref.type === 'named') {
        cache.forget(ref.name)
        deps.named.refused(ref.name)
      }
      const done = forgetRoleOf(ref).finally(() => forgetting.delete(keyOf(ref)))
      forgetting.set(keyOf(ref), done)
    },
    forgetNamed: () => cache.forgetAll(''),
  }
}

/** What the token of a console session is made of; a file of another kind is as good as none. */
async function consoleCredentials(
  keeper: Pick<TokenKeeper, 'valid'>,
  session: SsoSession,
): Promise<Result<TemporaryCredentials>> {
  const token = await keeper.valid(session)
  if (!token.ok) return token
  const credentials = credentialsIn(token.value.accessToken, token.value.expiresAt)
  return credentials === null ? fail('SIGN_IN_REQUIRED', { session: session.name, before: 'none' }) : ok(credentials)
}
