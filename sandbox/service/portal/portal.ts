import type { TokenFamily } from '../../state/sign-ins.ts'
import { roleIdentity } from '../../state/identity.ts'
import { fail, headerOf, type Outcome, succeed } from '../../wire/exchange.ts'
import { pageOf } from '../paging.ts'
import type { OpenCall, OpenService, ServiceContext } from '../service.ts'

const actions: Readonly<Record<string, string>> = {
  'GET /assignment/accounts': 'ListAccounts',
  'GET /assignment/roles': 'ListAccountRoles',
  'GET /federation/credentials': 'GetRoleCredentials',
  'POST /logout': 'Logout',
}

/** The access portal: restJson with a bearer token in its own header. */
export function createPortal(context: ServiceContext): OpenService {
  const run = async (call: OpenCall): Promise<Outcome> => {
    const session = context.signIns.bearer(headerOf(call.request.headers, 'x-amz-sso_bearer_token') ?? '')
    if (session === null) return fail('UnauthorizedException', 'Session token not found or invalid', 401)
    switch (call.action) {
      case 'ListAccounts':
        return listAccounts(context, call)
      case 'ListAccountRoles':
        return listAccountRoles(context, call)
      case 'GetRoleCredentials':
        return getRoleCredentials(context, call)
      default:
        return logout(session)
    }
  }
  return {
    name: 'portal',
    protocol: 'rest-json',
    signing: null,
    actionOf: (request) => actions[`${request.method} ${request.url.pathname}`] ?? null,
    run,
  }
}

function pageSize(call: OpenCall): number | null {
  const asked = call.request.url.searchParams.get('max_result')
  if (asked === null) return 100
  const size = Number(asked)
  return Number.isInteger(size) && size >= 1 && size <= 100 ? size : null
}

function paged<T>(call: OpenCall, list: readonly T[], name: string, question: string): Outcome {
  const size = pageSize(call)
  const token = call.request.url.searchParams.get('next_token')
  const page = size === null ? null : pageOf(list, size, token === '' ? null : token, question)
  if (page === null) return fail('InvalidRequestException', 'Invalid page size or next token')
  return succeed({ [name]: page.items, nextToken: page.nextToken })
}

function listAccounts(context: ServiceContext, call: OpenCall): Outcome {
  const accounts = context.world.accounts.map((account) => ({
    accountId: account.id,
    accountName: account.name,
    emailAddress: account.email,
  }))
  return paged(call, accounts, 'accountList', 'accounts')
}

function listAccountRoles(context: ServiceContext, call: OpenCall): Outcome {
  const accountId = call.request.url.searchParams.get('account_id')
  if (accountId === null) return fail('InvalidRequestException', 'account_id is required')
  call.note('accountId', accountId)
  const account = context.world.accounts.find(({ id }) => id === accountId)
  if (account === undefined) return fail('ForbiddenException', 'No access', 403)
  const roles = account.permissionSets.map((roleName) => ({ roleName, accountId }))
  return paged(call, roles, 'roleList', `roles of ${accountId}`)
}

function getRoleCredentials(context: ServiceContext, call: OpenCall): Outcome {
  const accountId = call.request.url.searchParams.get('account_id') ?? ''
  const roleName = call.request.url.searchParams.get('role_name') ?? ''
  call.note('accountId', accountId)
  call.note('roleName', roleName)
  const account = context.world.accounts.find(({ id }) => id === accountId)
  const permissionSet = context.world.permissionSets.find(({ name }) => name === roleName)
  if (account === undefined || permissionSet === undefined || !account.permissionSets.includes(roleName)) {
    return fail('ForbiddenException', 'No access', 403)
  }
  const identity = roleIdentity(accountId, permissionSet, context.world.organisation.user.userName)
  const key = context.keys.issue(identity, context.settings.credentialSeconds * 1000)
  return succeed({
    roleCredentials: {
      accessKeyId: key.accessKeyId,
      secretAccessKey: key.secretAccessKey,
      sessionToken: key.sessionToken,
      expiration: key.expiresAt,
    },
  })
}

function logout(session: TokenFamily): Outcome {
  session.revoked = true
  return succeed({})
}
