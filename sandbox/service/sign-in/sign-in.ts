import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ConsoleFamily } from '../../state/console-sign-ins.ts'
import { userIdentity } from '../../state/identity.ts'
import { randomSecret } from '../../state/random.ts'
import { fail, type Outcome, readJson, succeed } from '../../wire/exchange.ts'
import { loginSessionOf } from '../../world/login.ts'
import type { OpenCall, OpenService, ServiceContext } from '../service.ts'
import { checkProof } from './proof.ts'

const input = z.object({
  clientId: z.string(),
  grantType: z.enum(['authorization_code', 'refresh_token']),
  code: z.string().nullish(),
  redirectUri: z.string().nullish(),
  codeVerifier: z.string().nullish(),
  refreshToken: z.string().nullish(),
})
type Input = z.infer<typeof input>

/** Credentials of a console session live a quarter of an hour (seconds). */
const credentialSeconds = 900

const denied = (reason: string, message: string): Outcome => fail('AccessDeniedException', message, 403, reason)

/** CreateOAuth2Token of AWS Sign-In, behind `aws login`: a code or a refresh token for credentials, bound to a key. */
export function createSignIn(context: ServiceContext): OpenService {
  const run = async (call: OpenCall): Promise<Outcome> => {
    const parsed = input.safeParse(readJson(call.request))
    if (!parsed.success)
      return fail('ValidationException', 'clientId and grantType are required', 400, 'INVALID_REQUEST')
    call.note('grantType', parsed.data.grantType)
    const proof = checkProof(context, call)
    if ('fault' in proof) return fail('ValidationException', proof.fault, 400, 'INVALID_REQUEST')
    const family =
      parsed.data.grantType === 'refresh_token'
        ? renewed(context, parsed.data, proof.key)
        : opened(context, parsed.data, proof.key)
    return 'arn' in family ? answer(context, family) : family
  }
  return {
    name: 'signin',
    protocol: 'rest-json',
    signing: null,
    actionOf: ({ method, url }) => (method === 'POST' && url.pathname === '/v1/token' ? 'CreateOAuth2Token' : null),
    run,
  }
}

function opened(context: ServiceContext, request: Input, key: string): ConsoleFamily | Outcome {
  const { consoleSignIns, clock, world } = context
  const grant = [...consoleSignIns.grants.values()].find(({ code }) => code !== null && code === request.code)
  const [user] = world.consoleUsers
  if (grant === undefined || user === undefined || grant.used || grant.clientId !== request.clientId) {
    return denied('AUTHCODE_EXPIRED', 'The authorization code is invalid')
  }
  if (grant.expiresAt <= clock.now()) return denied('AUTHCODE_EXPIRED', 'The authorization code has expired')
  const challenge = createHash('sha256')
    .update(request.codeVerifier ?? '')
    .digest('base64url')
  if (grant.redirectUri !== request.redirectUri || challenge !== grant.codeChallenge) {
    return fail('ValidationException', 'The request does not fit the authorization', 400, 'INVALID_REQUEST')
  }
  grant.used = true
  const arn = context.settings.consoleIdentity ?? loginSessionOf(user)
  return consoleSignIns.open({ clientId: grant.clientId, arn, key })
}

function renewed({ consoleSignIns, clock }: ServiceContext, request: Input, key: string): ConsoleFamily | Outcome {
  const family = consoleSignIns.families.find(({ refreshToken }) => refreshToken === request.refreshToken)
  if (family === undefined || family.key !== key) return denied('TOKEN_EXPIRED', 'The refresh token is invalid')
  if (family.ended !== null) return denied(family.ended, 'The session has ended')
  if (family.endsAt <= clock.now()) return denied('TOKEN_EXPIRED', 'The session has expired')
  family.refreshToken = randomSecret(120)
  return family
}

function answer({ world, keys, settings }: ServiceContext, { arn, refreshToken }: ConsoleFamily): Outcome {
  const [, account = '', userName = ''] = /^arn:aws:iam::(\d{12}):user\/(.+)$/.exec(arn) ?? []
  const name = world.consoleUsers.find((user) => loginSessionOf(user) === arn)?.permissionSet ?? 'ReadOnly'
  const permissionSet = world.permissionSets.find((set) => set.name === name)
  if (permissionSet === undefined) throw new Error(`no permission set ${name}`)
  const seconds = Math.min(credentialSeconds, settings.credentialSeconds)
  const key = keys.issue(userIdentity(account, permissionSet, userName), seconds * 1_000)
  const { accessKeyId, secretAccessKey, sessionToken } = key
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return succeed({
    accessToken: { accessKeyId, secretAccessKey, sessionToken },
    tokenType: 'aws_sigv4',
    expiresIn: seconds,
    refreshToken,
    idToken: `${part({ alg: 'none' })}.${part({ sub: arn })}.${part('sandbox')}`,
  })
}
