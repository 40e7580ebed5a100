import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc'
import { ListAccountsCommand, LogoutCommand } from '@aws-sdk/client-sso'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { authorizeUrl, callback, clientOf, createVerifier, portalOf, register, signIn } from './support.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

async function startDevice(startUrl = sandbox.world.organisation.startUrl) {
  const oidc = new SSOOIDCClient(clientOf(sandbox))
  const { clientId, clientSecret } = await oidc.send(
    new RegisterClientCommand({ clientName: 'Culvert', clientType: 'public', scopes: ['sso:account:access'] }),
  )
  const device = await oidc.send(new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl }))
  const poll = () =>
    oidc.send(new CreateTokenCommand({ clientId, clientSecret, grantType: deviceGrant, deviceCode: device.deviceCode }))
  return { device, poll }
}

const named = (name: string) => expect.objectContaining({ name })

describe('device code', () => {
  it('waits for the user, then gives one token and no second', async () => {
    const { device, poll } = await startDevice()
    expect(device.userCode).toMatch(/^[B-Z]{4}-[B-Z]{4}$/)
    await expect(poll()).rejects.toEqual(named('AuthorizationPendingException'))
    const page = await fetch(device.verificationUriComplete ?? '')
    expect(await page.text()).toContain(device.userCode)
    const form = new URLSearchParams({ user_code: device.userCode ?? '', decision: 'allow' })
    await fetch(device.verificationUri ?? '', { method: 'POST', body: form })
    const token = await poll()
    expect(token).toMatchObject({ tokenType: 'Bearer', expiresIn: 3600, refreshToken: expect.any(String) })
    await expect(poll()).rejects.toEqual(named('InvalidGrantException'))
  })

  it('tells a denial, an expiry and a poll that came too soon', async () => {
    const denied = await startDevice()
    sandbox.decideDevice('deny', denied.device.userCode)
    await expect(denied.poll()).rejects.toEqual(named('AccessDeniedException'))
    const hasty = await startDevice()
    sandbox.fault({ kind: 'slow-down' })
    await expect(hasty.poll()).rejects.toEqual(named('SlowDownException'))
    sandbox.fault({ kind: 'expire-device-codes' })
    await expect(hasty.poll()).rejects.toEqual(named('ExpiredTokenException'))
  })

  it('refuses a start URL of another company, in words the SDK shows', async () => {
    await expect(startDevice('https://elsewhere.awsapps.com/start')).rejects.toMatchObject({
      name: 'InvalidRequestException',
      error: 'invalid_request',
      error_description: 'Invalid start url provided',
    })
  })
})

describe('authorization code', () => {
  it('shows a page, and sends the browser back with the code once the user allows', async () => {
    const { clientId } = await register(sandbox)
    const page = await fetch(authorizeUrl(sandbox, clientId, createVerifier()))
    const html = await page.text()
    expect(html).not.toMatch(/<script|src=|href=/)
    const request = /name="request" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const answer = await fetch(new URL('/authorize', sandbox.portalUrl), {
      method: 'POST',
      body: new URLSearchParams({ request, decision: 'allow' }),
      redirect: 'manual',
    })
    const location = new URL(answer.headers.get('location') ?? '')
    expect(answer.status).toBe(302)
    expect(location.origin + location.pathname).toBe(callback)
    expect(location.searchParams.get('state')).toBe('state-1')
    expect(location.searchParams.get('code')).toMatch(/^[\w-]{64}$/)
  })

  it('sends a denial back, with the state', async () => {
    sandbox.fault({ kind: 'consent', mode: 'deny' })
    const { clientId } = await register(sandbox)
    const answer = await fetch(authorizeUrl(sandbox, clientId, createVerifier()), { redirect: 'manual' })
    const { searchParams } = new URL(answer.headers.get('location') ?? '')
    expect([searchParams.get('error'), searchParams.get('state')]).toEqual(['access_denied', 'state-1'])
  })

  it('takes any port of the registered loopback address, and no other path or host', async () => {
    const { clientId } = await register(sandbox)
    const statusFor = async (redirectUri: string): Promise<number> =>
      (await fetch(authorizeUrl(sandbox, clientId, createVerifier(), redirectUri), { redirect: 'manual' })).status
    expect(await statusFor('http://127.0.0.1:1/oauth/callback')).toBe(200)
    expect(await statusFor('http://127.0.0.1:1/other')).toBe(400)
    expect(await statusFor('http://localhost:1/oauth/callback')).toBe(400)
    expect(await statusFor('https://evil.example/oauth/callback')).toBe(400)
  })

  it('checks the verifier and takes each code once', async () => {
    sandbox.fault({ kind: 'consent', mode: 'allow' })
    const { oidc, clientId, clientSecret } = await register(sandbox)
    const verifier = createVerifier()
    const answer = await fetch(authorizeUrl(sandbox, clientId, verifier), { redirect: 'manual' })
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
    const exchange = (codeVerifier: string) =>
      oidc.send(
        new CreateTokenCommand({
          clientId,
          clientSecret,
          grantType: 'authorization_code',
          code,
          redirectUri: callback,
          codeVerifier,
        }),
      )
    await expect(exchange(createVerifier())).rejects.toEqual(named('InvalidGrantException'))
    await expect(exchange(verifier)).resolves.toMatchObject({ tokenType: 'Bearer' })
    await expect(exchange(verifier)).rejects.toEqual(named('InvalidGrantException'))
  })
})

describe('refresh', () => {
  it('rotates the refresh token and ends the former access token', async () => {
    const { oidc, clientId, clientSecret, token } = await signIn(sandbox)
    const refresh = (refreshToken = '') =>
      oidc.send(new CreateTokenCommand({ clientId, clientSecret, grantType: 'refresh_token', refreshToken }))
    const renewed = await refresh(token.refreshToken)
    expect(renewed.refreshToken).not.toBe(token.refreshToken)
    await expect(refresh(token.refreshToken)).rejects.toEqual(named('InvalidGrantException'))
    await expect(listAccounts(token.accessToken)).rejects.toEqual(named('UnauthorizedException'))
    await expect(listAccounts(renewed.accessToken)).resolves.toHaveLength(3)
  })

  it('ends with the portal session, by log-out or from outside', async () => {
    const { oidc, clientId, clientSecret, token } = await signIn(sandbox)
    await portalOf(sandbox).send(new LogoutCommand({ accessToken: token.accessToken }))
    await expect(listAccounts(token.accessToken)).rejects.toEqual(named('UnauthorizedException'))
    const { refreshToken } = token
    await expect(
      oidc.send(new CreateTokenCommand({ clientId, clientSecret, grantType: 'refresh_token', refreshToken })),
    ).rejects.toEqual(named('InvalidGrantException'))
  })

  it('refuses a registration that has expired', async () => {
    const { oidc, clientId, clientSecret, token } = await signIn(sandbox)
    sandbox.fault({ kind: 'expire-registrations' })
    const { refreshToken } = token
    await expect(
      oidc.send(new CreateTokenCommand({ clientId, clientSecret, grantType: 'refresh_token', refreshToken })),
    ).rejects.toMatchObject({ name: 'InvalidClientException', $metadata: { httpStatusCode: 401 } })
  })
})

async function listAccounts(accessToken: string | undefined) {
  return (await portalOf(sandbox).send(new ListAccountsCommand({ accessToken }))).accountList
}
