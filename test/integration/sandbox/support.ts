import { createHash, randomBytes } from 'node:crypto'
import { SSOClient, type SSOClientConfig } from '@aws-sdk/client-sso'
import { GetRoleCredentialsCommand } from '@aws-sdk/client-sso'
import {
  CreateTokenCommand,
  type CreateTokenCommandOutput,
  RegisterClientCommand,
  SSOOIDCClient,
} from '@aws-sdk/client-sso-oidc'
import type { Sandbox } from '#sandbox/start.ts'

export const region = 'ap-northeast-1'
export const callback = 'http://127.0.0.1:43210/oauth/callback'

/** Options of an SDK client that talks to the sandbox and gives up at the first error. */
export const clientOf = (sandbox: Sandbox): { region: string; endpoint: string; maxAttempts: number } => ({
  region,
  endpoint: sandbox.endpointUrl,
  maxAttempts: 1,
})

export interface Registered {
  readonly oidc: SSOOIDCClient
  readonly clientId: string
  readonly clientSecret: string
}

/** A client registered for the browser flow. */
export async function register(sandbox: Sandbox): Promise<Registered> {
  const oidc = new SSOOIDCClient(clientOf(sandbox))
  const { clientId = '', clientSecret = '' } = await oidc.send(
    new RegisterClientCommand({
      clientName: 'Culvert',
      clientType: 'public',
      scopes: ['sso:account:access'],
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: ['http://127.0.0.1/oauth/callback'],
      issuerUrl: sandbox.world.organisation.startUrl,
    }),
  )
  return { oidc, clientId, clientSecret }
}

export const createVerifier = (): string => randomBytes(48).toString('base64url')
export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

export function authorizeUrl(sandbox: Sandbox, clientId: string, verifier: string, redirectUri = callback): URL {
  const url = new URL('/authorize', sandbox.portalUrl)
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state: 'state-1',
    code_challenge_method: 'S256',
    code_challenge: challengeOf(verifier),
    scopes: 'sso:account:access',
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url
}

/** Signs in through the browser flow with a user who allows at once. */
export async function signIn(sandbox: Sandbox): Promise<Registered & { readonly token: CreateTokenCommandOutput }> {
  sandbox.fault({ kind: 'consent', mode: 'allow' })
  const registered = await register(sandbox)
  const verifier = createVerifier()
  const answer = await fetch(authorizeUrl(sandbox, registered.clientId, verifier), { redirect: 'manual' })
  const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const { oidc, clientId, clientSecret } = registered
  const token = await oidc.send(
    new CreateTokenCommand({
      clientId,
      clientSecret,
      grantType: 'authorization_code',
      code,
      redirectUri: callback,
      codeVerifier: verifier,
    }),
  )
  sandbox.fault({ kind: 'consent', mode: 'ask' })
  return { ...registered, token }
}

const staticCredentials = { accessKeyId: 'unused', secretAccessKey: 'unused' }

export const portalOf = (sandbox: Sandbox, extra: Partial<SSOClientConfig> = {}): SSOClient =>
  new SSOClient({ ...clientOf(sandbox), credentials: staticCredentials, ...extra })

export interface TemporaryKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** Credentials of one permission set, by the whole way: sign-in, then the portal. */
export async function credentialsOf(sandbox: Sandbox, accountName: string, roleName: string): Promise<TemporaryKeys> {
  const { token } = await signIn(sandbox)
  const account = sandbox.world.accounts.find(({ name }) => name === accountName)
  const answer = await portalOf(sandbox).send(
    new GetRoleCredentialsCommand({ accessToken: token.accessToken, accountId: account?.id, roleName }),
  )
  const { accessKeyId = '', secretAccessKey = '', sessionToken = '' } = answer.roleCredentials ?? {}
  return { accessKeyId, secretAccessKey, sessionToken }
}
