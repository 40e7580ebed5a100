import { asksForSignIn } from '#domain/problem/traits.ts'
import { fail } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { createCredentialCache } from './credential-cache.ts'
import type { PortalPort, SsoRole, SsoToken } from './ports.ts'
import type { TokenKeeper } from './token-keeper.ts'

/** Credentials of permission sets; in memory only. */
export interface RoleCredentials {
  of(role: SsoRole): Promise<Result<TemporaryCredentials>>
  hasFresh(role: SsoRole): boolean
  forget(role: SsoRole): void
  /** Drops all of a session: it was signed out. */
  clear(session: SsoSession): void
}

interface RoleCredentialsDeps {
  readonly clock: Clock
  readonly keeper: TokenKeeper
  readonly portal: PortalPort
  /** The portal refused a token that should have been good. */
  onRevoked(session: SsoSession): void
  /** Credentials came that tell who is signed in. */
  onFetched(session: SsoSession, credentials: TemporaryCredentials): void
}

export function createRoleCredentials(deps: RoleCredentialsDeps): RoleCredentials {
  const cache = createCredentialCache(deps.clock)
  const prefixOf = (session: SsoSession): string => `${session.name}\n`
  const keyOf = (role: SsoRole): string => `${prefixOf(role.session)}${role.accountId}\n${role.roleName}`
  return {
    of: (role) =>
      cache.get(keyOf(role), async () => {
        const fetched = await fetchRole(deps, role)
        if (fetched.ok) deps.onFetched(role.session, fetched.value)
        return fetched
      }),
    hasFresh: (role) => cache.hasFresh(keyOf(role)),
    forget: (role) => cache.forget(keyOf(role)),
    clear: (session) => cache.forgetAll(prefixOf(session)),
  }
}

async function fetchRole(deps: RoleCredentialsDeps, role: SsoRole): Promise<Result<TemporaryCredentials>> {
  const token = await deps.keeper.valid(role.session)
  if (!token.ok) return token
  const first = await askPortal(deps, role, token.value)
  if (first.ok || first.error.code !== 'TOKEN_REVOKED') return first
  const renewed = await deps.keeper.renewRefused(role.session, token.value.accessToken)
  const second = renewed.ok ? await askPortal(deps, role, renewed.value) : renewed
  if (second.ok) return second
  if (renewed.ok && second.error.code === 'TOKEN_REVOKED') {
    await deps.keeper.renewRefused(role.session, renewed.value.accessToken)
  }
  if (asksForSignIn(second.error)) deps.onRevoked(role.session)
  return second
}

async function askPortal(
  deps: RoleCredentialsDeps,
  role: SsoRole,
  token: SsoToken,
): Promise<Result<TemporaryCredentials>> {
  const answer = await deps.portal.roleCredentials(role.session, token.accessToken, role)
  if (answer.ok || answer.error.code !== 'ROLE_NOT_ASSIGNED') return answer
  const roles = await deps.portal.listRoles(role.session, token.accessToken, role.accountId)
  const { accountId, roleName } = role
  const available = roles.ok ? [...roles.value] : undefined
  return fail('ROLE_NOT_ASSIGNED', { ...answer.error.details, accountId, roleName, available })
}
