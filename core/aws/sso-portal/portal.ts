import {
  GetRoleCredentialsCommand,
  type GetRoleCredentialsCommandOutput,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  SSOClient,
} from '@aws-sdk/client-sso'
import { ok, fail } from '#domain/result.ts'
import type { ProblemCode } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { PortalAccount, PortalPort } from '../../app/identity/ports.ts'
import type { Clock } from '../../app/ports.ts'
import { translate } from '../errors/translate.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { createPatience, type Patience } from '../http/patience.ts'

/**
 * 403 has no modelled class (`docs/reference/aws-sign-in.md`): "No access" means that the role is not assigned, or does
 * not exist.
 */
const portalErrors: Readonly<Record<string, ProblemCode>> = {
  UnauthorizedException: 'TOKEN_REVOKED',
  ForbiddenException: 'ROLE_NOT_ASSIGNED',
  ResourceNotFoundException: 'ROLE_NOT_ASSIGNED',
}

const pageSize = 100
/** Listing a large organisation draws 429s for a while. */
const patience = { attempts: 8, firstPauseMs: 250, longestPauseMs: 8_000 }

export interface PortalDeps {
  readonly clock: Clock
  readonly http: AwsHttp
}

/** IAM Identity Center's portal. The access token is the only proof; it goes in a header of its own. */
export function createPortal(deps: PortalDeps): PortalPort {
  const patiently = createPatience({ ...patience, clock: deps.clock, random: Math.random })
  const clientFor = (session: SsoSession): SSOClient => new SSOClient(deps.http.options('SSO', session.region))

  const translated = async <T>(
    session: SsoSession,
    operation: string,
    ask: () => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    try {
      return await ask()
    } catch (error) {
      return {
        ok: false,
        error: translate(error, portalErrors, { operation, session: session.name }, deps.clock.now()),
      }
    }
  }

  return {
    listAccounts: (session, accessToken) =>
      translated(session, 'ListAccounts', async () =>
        ok(await listAccounts(clientFor(session), patiently, accessToken)),
      ),
    listRoles: (session, accessToken, accountId) =>
      translated(session, 'ListAccountRoles', async () =>
        ok(await listRoles(clientFor(session), patiently, accessToken, accountId)),
      ),
    roleCredentials: (session, accessToken, role) =>
      translated(session, 'GetRoleCredentials', async () => {
        const answer = await clientFor(session).send(new GetRoleCredentialsCommand({ accessToken, ...role }))
        return credentialsIn(answer)
      }),
    logout: async (session, accessToken) => {
      await clientFor(session)
        .send(new LogoutCommand({ accessToken }))
        .catch(() => undefined)
    },
  }
}

function credentialsIn({ roleCredentials = {} }: GetRoleCredentialsCommandOutput): Result<TemporaryCredentials> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = roleCredentials
  if (!accessKeyId || !secretAccessKey || !sessionToken) {
    return fail('AWS_UNAVAILABLE', { operation: 'GetRoleCredentials', message: 'The answer is incomplete' })
  }
  return ok({ accessKeyId, secretAccessKey, sessionToken, ...(expiration ? { expiresAt: expiration } : {}) })
}

async function listAccounts(
  client: SSOClient,
  patiently: Patience,
  accessToken: string,
): Promise<readonly PortalAccount[]> {
  const accounts: PortalAccount[] = []
  let nextToken: string | undefined
  do {
    const ask = new ListAccountsCommand({ accessToken, maxResults: pageSize, nextToken })
    const page = await patiently(() => client.send(ask))
    for (const { accountId, accountName } of page.accountList ?? []) {
      if (accountId) accounts.push({ accountId, accountName: accountName ?? accountId })
    }
    nextToken = page.nextToken
  } while (nextToken)
  return accounts
}

async function listRoles(
  client: SSOClient,
  patiently: Patience,
  accessToken: string,
  accountId: string,
): Promise<readonly string[]> {
  const roles: string[] = []
  let nextToken: string | undefined
  do {
    const ask = new ListAccountRolesCommand({ accessToken, accountId, maxResults: pageSize, nextToken })
    const page = await patiently(() => client.send(ask))
    for (const { roleName } of page.roleList ?? []) if (roleName) roles.push(roleName)
    nextToken = page.nextToken
  } while (nextToken)
  return roles
}
