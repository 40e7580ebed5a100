import {
  GetRoleCredentialsCommand,
  type GetRoleCredentialsCommandOutput,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  SSOClient,
} from '@aws-sdk/client-sso'
import { problemOf } from '#domain/problem/problem.ts'
import { ok } from '#domain/result.ts'
import type { AwsAnswer } from '#contract/aws-answer.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { PortalAccount, PortalPort, PortalRole } from '../../app/identity/ports.ts'
import { incompleteAnswer, translate, type NamedProblems } from '../errors/translate.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { createRetryThrottled, type RetryThrottled } from '../http/retry-throttled.ts'

/**
 * 403 has no modelled class (`docs/reference/aws-sign-in.md`): "No access" means that the role is not assigned, or does
 * not exist.
 */
function portalErrors(session: string, { accountId, roleName }: Partial<PortalRole>): NamedProblems {
  const notAssigned = (aws: AwsAnswer): Problem => problemOf('ROLE_NOT_ASSIGNED', { session, accountId, roleName, aws })
  return {
    UnauthorizedException: (aws) => problemOf('TOKEN_REVOKED', { session, aws }),
    ForbiddenException: notAssigned,
    ResourceNotFoundException: notAssigned,
  }
}

const pageSize = 100
/** Listing a large organisation draws 429s for a while. */
const retries = { attempts: 8, firstPauseMs: 250, longestPauseMs: 8_000 }

export interface PortalDeps {
  readonly clock: Clock
  readonly http: AwsHttp
}

interface PortalCall {
  readonly operation: string
  readonly session: SsoSession
  /** As far as the call is about one. */
  readonly role?: Partial<PortalRole>
}

/** A client for each region: a thousand accounts are a thousand calls, and one for each would take longer than they do. */
function createClients({ http }: PortalDeps): (session: SsoSession) => SSOClient {
  const clients = new Map<string, SSOClient>()
  return ({ region }) => {
    const client = clients.get(region) ?? new SSOClient(http.options('SSO', region))
    clients.set(region, client)
    return client
  }
}

/** IAM Identity Center's portal. The access token is the only proof; it goes in a header of its own. */
export function createPortal(deps: PortalDeps): PortalPort {
  const retryThrottled = createRetryThrottled({ ...retries, clock: deps.clock, random: Math.random })
  const clientFor = createClients(deps)

  const translated = async <T>(call: PortalCall, ask: () => Promise<Result<T>>): Promise<Result<T>> => {
    try {
      return await ask()
    } catch (error) {
      const { operation, session, role = {} } = call
      const asked = { operation, as: { session: session.name } }
      return { ok: false, error: translate(error, portalErrors(session.name, role), asked, deps.clock.now()) }
    }
  }

  return {
    listAccounts: (session, accessToken) =>
      translated({ operation: 'ListAccounts', session }, async () =>
        ok(await listAccounts(clientFor(session), retryThrottled, accessToken)),
      ),
    listRoles: (session, accessToken, accountId) =>
      translated({ operation: 'ListAccountRoles', session, role: { accountId } }, async () =>
        ok(await listRoles(clientFor(session), retryThrottled, accessToken, accountId)),
      ),
    // Field by field: what is given may hold more than a role, and neither AWS nor a problem is told of that.
    roleCredentials: (session, accessToken, { accountId, roleName }) =>
      translated({ operation: 'GetRoleCredentials', session, role: { accountId, roleName } }, async () => {
        const ask = new GetRoleCredentialsCommand({ accessToken, accountId, roleName })
        return credentialsIn(await clientFor(session).send(ask))
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
    return incompleteAnswer('GetRoleCredentials')
  }
  return ok({ accessKeyId, secretAccessKey, sessionToken, ...(expiration ? { expiresAt: expiration } : {}) })
}

async function listAccounts(
  client: SSOClient,
  retryThrottled: RetryThrottled,
  accessToken: string,
): Promise<readonly PortalAccount[]> {
  const accounts: PortalAccount[] = []
  let nextToken: string | undefined
  do {
    const ask = new ListAccountsCommand({ accessToken, maxResults: pageSize, nextToken })
    const page = await retryThrottled(() => client.send(ask))
    for (const { accountId, accountName } of page.accountList ?? []) {
      if (accountId) accounts.push({ accountId, accountName: accountName ?? accountId })
    }
    nextToken = page.nextToken
  } while (nextToken)
  return accounts
}

async function listRoles(
  client: SSOClient,
  retryThrottled: RetryThrottled,
  accessToken: string,
  accountId: string,
): Promise<readonly string[]> {
  const roles: string[] = []
  let nextToken: string | undefined
  do {
    const ask = new ListAccountRolesCommand({ accessToken, accountId, maxResults: pageSize, nextToken })
    const page = await retryThrottled(() => client.send(ask))
    for (const { roleName } of page.roleList ?? []) if (roleName) roles.push(roleName)
    nextToken = page.nextToken
  } while (nextToken)
  return roles
}
