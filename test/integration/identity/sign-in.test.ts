import { request } from 'node:http'
import type { Result } from '#contract/result.ts'
import { asksForSignIn } from '#domain/problem/traits.ts'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { ProfileRef } from '#contract/tunnel.ts'
import { allow, deny, openIdentity, wait } from './identity-setup.ts'
import { identityStage } from './identity-stage.ts'

const role: ProfileRef = { type: 'sso', session: 'harborline', accountId: '730155204418', roleName: 'PowerUser' }
const stage = identityStage()

const tokenFile = (): string =>
  join(stage.sandbox.home, '.aws', 'sso', 'cache', `${createHash('sha1').update('harborline').digest('hex')}.json`)
const statusOf = (): string | undefined => stage.identity.signIns.views()[0]?.status.kind

describe('signing in in the browser', () => {
  it('ends with a token file that the AWS tools read, and a view that tells so', async () => {
    const statuses: string[] = []
    stage.identity.signIns.onChange(({ status }) => statuses.push(status.kind))
    expect(statusOf()).toBe('signed-out')
    expect(await stage.identity.signIns.start('harborline')).toEqual({ ok: true, value: undefined })
    expect(statuses).toEqual(['waiting-browser', 'signed-in'])
    expect((await stat(tokenFile())).mode & 0o777).toBe(0o600)
    const file = JSON.parse(await readFile(tokenFile(), 'utf8')) as Record<string, string>
    expect(Object.keys(file).sort()).toEqual([
      'accessToken',
      'clientId',
      'clientSecret',
      'expiresAt',
      'refreshToken',
      'region',
      'registrationExpiresAt',
      'startUrl',
    ])
    expect(file['expiresAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  })

  it('writes what the SDK takes for its own', async () => {
    await stage.identity.signIns.start('harborline')
    // The SDK finds the cache by the process's home folder, so it runs in a process of its own.
    const program = `
      const { fromSSO } = await import('@aws-sdk/credential-providers')
      const keys = await fromSSO({ profile: 'orders-staging' })()
      console.log(keys.accessKeyId)`
    const env = {
      PATH: process.env['PATH'],
      ...stage.sandbox.environment,
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
    }
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env })
    expect(stdout.trim()).toMatch(/^ASIA/)
  })

  it('opens one page for all who wait, and lets them all go on', async () => {
    const waiting: Promise<Result<unknown>>[] = Array.from({ length: 10 }, () =>
      stage.identity.signIns.ensure(role, 'client'),
    )
    waiting.push(stage.identity.signIns.start('harborline'), stage.identity.signIns.start('harborline', 'browser'))
    expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true)
    expect(stage.identity.pages).toHaveLength(1)
    expect(await stage.identity.signIns.ensure(role, 'client')).toMatchObject({ ok: true })
    expect(stage.identity.pages).toHaveLength(1)
    expect(await stage.identity.credentials.credentialsOf(role)).toMatchObject({ ok: true })
  })

  it('takes up a client registration that is there already', async () => {
    await stage.identity.signIns.start('harborline')
    await stage.identity.signIns.signOut('harborline')
    await stage.identity.signIns.start('harborline')
    const registered = stage.sandbox.state().calls.filter(({ action }) => action === 'RegisterClient')
    expect(registered.length).toBeLessThanOrEqual(1)
  })

  it('says that the user refused', async () => {
    stage.identity.person = deny
    expect(await stage.identity.signIns.start('harborline')).toMatchObject({
      ok: false,
      error: { code: 'SIGN_IN_DENIED' },
    })
    expect(stage.identity.signIns.views()[0]?.status).toMatchObject({
      kind: 'failed',
      problem: { code: 'SIGN_IN_DENIED' },
    })
    stage.identity.person = allow
    expect(await stage.identity.signIns.start('harborline')).toMatchObject({ ok: true })
    expect(statusOf()).toBe('signed-in')
  })

  it('answers others with an error and goes on waiting', async () => {
    stage.identity.person = wait
    const done = stage.identity.signIns.start('harborline')
    const view = await stage.identity.seen('harborline', ({ status }) => status.kind === 'waiting-browser')
    const page = new URL(stage.identity.pages.at(-1) ?? '')
    expect(JSON.stringify(view)).not.toContain(page.searchParams.get('state'))
    const callback = page.searchParams.get('redirect_uri') ?? ''
    expect(new URL(callback)).toMatchObject({ hostname: '127.0.0.1', pathname: '/oauth/callback' })
    expect((await fetch(`${callback}?code=stolen&state=guess`)).status).toBe(400)
    expect((await fetch(new URL('/', callback))).status).toBe(404)
    expect((await fetch(callback, { method: 'POST' })).status).toBe(404)
    // A name that somebody else made lead here (DNS rebinding): even with everything else right it is not this listener.
    const known = `${callback}?code=stolen&state=${page.searchParams.get('state')}`
    for (const host of ['evil.example', `localhost:${new URL(callback).port}`, '127.0.0.1'])
      expect(await statusWithHost(known, host)).toBe(400)
    expect(statusOf()).toBe('waiting-browser')
    const answer = (await allow(page.href)) as Response
    expect(answer.headers.get('connection')).toBe('close')
    expect(await answer.text()).not.toMatch(/src=|href=|<script/)
    expect(await done).toMatchObject({ ok: true })
    await expect(fetch(callback)).rejects.toThrow('fetch failed')
  })

  it('stops when it is cancelled, listener and all', async () => {
    stage.identity.person = wait
    const done = stage.identity.signIns.start('harborline')
    await stage.identity.seen('harborline', ({ status }) => status.kind === 'waiting-browser')
    const callback = new URL(stage.identity.pages[0] ?? '').searchParams.get('redirect_uri') ?? ''
    stage.identity.signIns.cancel('harborline')
    expect(await done).toMatchObject({ ok: false, error: { code: 'SIGN_IN_CANCELLED' } })
    expect(statusOf()).toBe('signed-out')
    await expect(fetch(callback)).rejects.toThrow('fetch failed')
  })

  it('tells a wrong start URL from a refusal', async () => {
    const wrong = { name: 'elsewhere', startUrl: 'https://elsewhere.awsapps.com/start', region: 'eu-west-1' }
    expect(await stage.identity.signIns.add(wrong)).toMatchObject({ ok: true })
    for (const method of ['browser', 'device-code'] as const) {
      const result = await stage.identity.signIns.start('elsewhere', method)
      expect(result).toMatchObject({
        ok: false,
        error: { code: 'START_URL_WRONG', details: { startUrl: wrong.startUrl } },
      })
    }
    expect(stage.identity.pages).toEqual([])
    expect(await stage.identity.signIns.add({ ...wrong, startUrl: 'https://other.awsapps.com/start' })).toMatchObject({
      ok: true,
    })
    const inUse = { ok: false, error: { code: 'SIGN_IN_IN_USE', details: { session: 'harborline' } } }
    expect(await stage.identity.signIns.add({ ...wrong, name: 'harborline' })).toMatchObject(inUse)
    expect(await stage.identity.signIns.remove('harborline')).toMatchObject(inUse)
    expect(await stage.identity.signIns.remove('elsewhere')).toMatchObject({ ok: true })
    expect(stage.identity.signIns.views().map(({ session }) => session.name)).toEqual(['harborline'])
  })
})

describe('signing in with a device code', () => {
  it('shows the code, waits for the user, and ends signed in', async () => {
    stage.identity.person = wait
    const done = stage.identity.signIns.start('harborline', 'device-code')
    const { status } = await stage.identity.seen('harborline', (view) => view.status.kind === 'waiting-device-code')
    expect(status).toMatchObject({ userCode: expect.stringMatching(/^\w{4}-\w{4}$/) as string })
    expect(stage.sandbox.decideDevice('allow')).toBe(true)
    expect(await done).toMatchObject({ ok: true })
    expect(statusOf()).toBe('signed-in')
  })

  it.each([
    ['refused', 'SIGN_IN_DENIED', (): unknown => stage.sandbox.decideDevice('deny')],
    ['expired', 'SIGN_IN_CODE_EXPIRED', (): unknown => stage.sandbox.fault({ kind: 'expire-device-codes' })],
  ] as const)('tells that the code was %s', async (_, code, happens) => {
    stage.identity.person = wait
    const done = stage.identity.signIns.start('harborline', 'device-code')
    await stage.identity.seen('harborline', (view) => view.status.kind === 'waiting-device-code')
    happens()
    expect(await done).toMatchObject({ ok: false, error: { code } })
  })

  it('replaces a registration that the service forgot', async () => {
    await Promise.all([
      stage.identity.signIns.start('harborline', 'device-code'),
      stage.identity.seen('harborline', ({ status }) => status.kind === 'waiting-device-code'),
    ])
    await stage.identity.signIns.signOut('harborline')
    stage.sandbox.fault({ kind: 'expire-registrations' })
    expect(await stage.identity.signIns.start('harborline', 'device-code')).toMatchObject({ ok: true })
  })

  it('takes over from the browser when the user asks for it, in the same flight', async () => {
    stage.identity.person = wait
    const first = stage.identity.signIns.start('harborline')
    await stage.identity.seen('harborline', ({ status }) => status.kind === 'waiting-browser')
    const second = stage.identity.signIns.start('harborline', 'device-code')
    await stage.identity.seen('harborline', ({ status }) => status.kind === 'waiting-device-code')
    stage.sandbox.decideDevice('allow')
    expect(await first).toMatchObject({ ok: true })
    expect(await second).toMatchObject({ ok: true })
  })
})

describe('a sign-in elsewhere', () => {
  it('ends the one that waits here, for everyone who waits', async () => {
    stage.identity.person = wait
    const waiting = [stage.identity.signIns.ensure(role, 'client'), stage.identity.signIns.start('harborline')]
    await stage.identity.seen('harborline', ({ status }) => status.kind === 'waiting-browser')
    const other = await openIdentity(stage.sandbox.environment)
    expect(await other.signIns.start('harborline')).toMatchObject({ ok: true })
    expect(await Promise.all(waiting)).toEqual([
      { ok: true, value: 'just-now' },
      { ok: true, value: undefined },
    ])
    expect(statusOf()).toBe('signed-in')
    await other.dispose()
  })
})

describe('the life of a token', () => {
  it('is renewed without the user, with the refresh token rotated', async () => {
    stage.sandbox.fault({ kind: 'lifetimes', accessTokenSeconds: 60 })
    await stage.identity.signIns.start('harborline')
    const before = JSON.parse(await readFile(tokenFile(), 'utf8')) as Record<string, string>
    stage.sandbox.fault({ kind: 'lifetimes', accessTokenSeconds: 3600 })
    const asked = await Promise.all(Array.from({ length: 8 }, () => stage.identity.credentials.credentialsOf(role)))
    expect(asked.every(({ ok }) => ok)).toBe(true)
    const after = JSON.parse(await readFile(tokenFile(), 'utf8')) as Record<string, string>
    expect(after['accessToken']).not.toBe(before['accessToken'])
    expect(after['refreshToken']).not.toBe(before['refreshToken'])
    expect(after['clientId']).toBe(before['clientId'])
    const renewals = stage.sandbox.state().calls.filter(({ details }) => details['grantType'] === 'refresh_token')
    expect(renewals).toHaveLength(1)
    expect(stage.identity.pages).toHaveLength(1)
  })

  it('ends when the portal revokes it: said once, and one sign-in revives everything', async () => {
    await stage.identity.signIns.start('harborline')
    stage.sandbox.fault({ kind: 'revoke-tokens' })
    const refused = await stage.identity.credentials.credentialsOf(role)
    expect(!refused.ok && asksForSignIn(refused.error)).toBe(true)
    expect(refused).toMatchObject({
      ok: false,
      error: { details: { session: 'harborline' } },
    })
    await stage.identity.seen(
      'harborline',
      ({ status }) => status.kind === 'failed' && status.problem.code === 'TOKEN_REVOKED',
    )
    expect(await stage.identity.signIns.ensure(role, 'client')).toMatchObject({ ok: true })
    expect(stage.identity.pages).toHaveLength(2)
    expect(await stage.identity.credentials.credentialsOf(role)).toMatchObject({ ok: true })
    expect(statusOf()).toBe('signed-in')
  })

  it('of a new sign-in brings new credentials, whatever was kept', async () => {
    await stage.identity.signIns.start('harborline')
    const before = await stage.identity.credentials.credentialsOf(role)
    await stage.identity.signIns.start('harborline')
    expect(await stage.identity.credentials.credentialsOf(role)).not.toEqual(before)
  })

  it('never opens a page because credentials were asked for', async () => {
    expect(await stage.identity.credentials.credentialsOf(role)).toMatchObject({
      ok: false,
      error: { code: 'SIGN_IN_REQUIRED' },
    })
    expect(stage.identity.pages).toEqual([])
  })

  it('ends with a sign-out: file gone, portal told, registration kept', async () => {
    await stage.identity.signIns.start('harborline')
    await stage.identity.credentials.credentialsOf(role)
    expect(await stage.identity.signIns.signOut('harborline')).toMatchObject({ ok: true })
    expect(statusOf()).toBe('signed-out')
    await expect(stat(tokenFile())).rejects.toThrow('ENOENT')
    expect(stage.sandbox.state().calls.map(({ action }) => action)).toContain('Logout')
    expect(await stage.identity.credentials.credentialsOf(role)).toMatchObject({
      ok: false,
      error: { code: 'SIGN_IN_REQUIRED' },
    })
    expect((await readdir(join(stage.sandbox.home, '.aws', 'sso', 'cache'))).length).toBeGreaterThan(0)
  })
})

/** The answer to a request that names this host as the one it wants; `fetch` lets nobody choose. */
async function statusWithHost(url: string, host: string): Promise<number | undefined> {
  return await new Promise((resolve, reject) => {
    const asked = request(url, { headers: { host } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    asked.once('error', reject)
    asked.end()
  })
}
