import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromLoginCredentials } from '@aws-sdk/credential-providers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loginSessionOf } from '#sandbox/world/login.ts'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { createManualClock } from '../../unit/identity/manual-clock.ts'
import { deny, openIdentity, wait, type TestIdentity } from './identity-setup.ts'

let sandbox: Sandbox
let identity: TestIdentity
let home: string
let session: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'culvert-home-'))
  sandbox = await startSandbox({ databases: [], people: 'with-login', home })
  const [user] = sandbox.world.consoleUsers
  session = user === undefined ? '' : loginSessionOf(user)
  identity = await openIdentity(sandbox.environment)
})
afterEach(async () => {
  await identity.dispose()
  await sandbox.stop()
  await rm(home, { recursive: true, force: true })
})

const profile = { type: 'named', name: 'staging-login' } as const
const ensure = (asker: 'user' | 'client' = 'client') => identity.signIns.ensure(profile, asker)
const credentials = () => identity.credentials.credentialsOf(profile)
const view = () => identity.signIns.views().find((one) => one.session.name === session)
const calls = (): number => sandbox.state().calls.filter(({ action }) => action === 'CreateOAuth2Token').length
const file = (): string =>
  join(home, '.aws', 'login', 'cache', `${createHash('sha256').update(session).digest('hex')}.json`)
const inFile = async (): Promise<Record<string, unknown>> => JSON.parse(await readFile(file(), 'utf8'))

describe('a profile of aws login', () => {
  it('is a sign-in like others, by the identity that it is for', async () => {
    expect(view()).toMatchObject({ session: { issuer: 'console' }, status: { kind: 'signed-out' } })
    expect(await identity.profiles.list()).toMatchObject({
      profiles: expect.arrayContaining([
        expect.objectContaining({ ref: profile, kind: 'login', signIn: session, accountId: '730155204418' }),
      ]),
    })
    expect(await credentials()).toMatchObject({ error: { code: 'SIGN_IN_REQUIRED', details: { session } } })
  })

  it('asks once for all who wait, in the browser, and gives credentials of the identity', async () => {
    expect(await Promise.all([ensure(), ensure(), ensure()])).toEqual(Array(3).fill({ ok: true, value: 'just-now' }))
    expect(identity.pages).toHaveLength(1)
    expect(view()).toMatchObject({ status: { kind: 'signed-in', renewable: true } })
    expect(await credentials()).toMatchObject({ ok: true, value: { accessKeyId: expect.stringMatching(/^ASIA/) } })
    expect(calls()).toBe(1)
  })

  it('is kept where the AWS CLI keeps it, in its form, for the owner alone', async () => {
    await ensure()
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect(await inFile()).toMatchObject({
      accessToken: { accountId: '730155204418', expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) },
      clientId: 'arn:aws:signin:::devtools/same-device',
      tokenType: 'aws_sigv4',
      idToken: expect.any(String),
      dpopKey: expect.stringMatching(/^-----BEGIN EC PRIVATE KEY-----\n/),
    })
  })

  it('says whose session the browser has, when that is somebody else, and keeps nothing', async () => {
    const other = 'arn:aws:iam::730155204418:user/sora'
    sandbox.fault({ kind: 'console-session', identity: other })
    const problem = { code: 'SIGN_IN_OTHER_IDENTITY', details: { session, identity: other } }
    expect(await ensure()).toMatchObject({ ok: false, error: problem })
    expect(view()).toMatchObject({ status: { kind: 'failed', problem } })
    await expect(inFile()).rejects.toThrow('ENOENT')
    // A client opens no second page after that.
    expect(await ensure()).toMatchObject({ ok: false, error: problem })
    expect(identity.pages).toHaveLength(1)
  })

  it('that was denied stays denied to clients, until the user asks', async () => {
    identity.person = deny
    expect(await ensure()).toMatchObject({ error: { code: 'SIGN_IN_DENIED' } })
    expect(await ensure()).toMatchObject({ error: { code: 'SIGN_IN_DENIED' } })
    expect(identity.pages).toHaveLength(1)
  })

  it('is let go, and its listener with it', async () => {
    identity.person = wait
    const waiting = ensure()
    await identity.seen(session, ({ status }) => status.kind === 'waiting-browser')
    identity.signIns.cancel(session)
    expect(await waiting).toMatchObject({ error: { code: 'SIGN_IN_CANCELLED' } })
  })

  it('is signed out of by the file alone', async () => {
    await ensure()
    expect(await identity.signIns.signOut(session)).toEqual({ ok: true, value: undefined })
    await expect(inFile()).rejects.toThrow('ENOENT')
    expect(view()).toMatchObject({ status: { kind: 'signed-out' } })
    expect(sandbox.state().calls.some(({ action }) => action === 'Logout')).toBe(false)
  })
})

/** The file as it was, with its credentials ended. */
async function endCredentials(): Promise<void> {
  const kept = await inFile()
  const accessToken = { ...(kept['accessToken'] as object), expiresAt: '2020-01-01T00:00:00Z' }
  await writeFile(file(), JSON.stringify({ ...kept, accessToken, added: 'by another program' }))
}

describe('the credentials of a console session', () => {
  it('are renewed once for all who ask, and the file has the rest of what it had', async () => {
    await ensure()
    const before = await inFile()
    await endCredentials()
    expect(await Promise.all([credentials(), credentials()])).toMatchObject([{ ok: true }, { ok: true }])
    expect(calls()).toBe(2)
    const after = await inFile()
    expect(after).toMatchObject({ idToken: before['idToken'], dpopKey: before['dpopKey'], added: 'by another program' })
    expect(after['refreshToken']).not.toBe(before['refreshToken'])
  })

  it.each(['TOKEN_EXPIRED', 'USER_CREDENTIALS_CHANGED'] as const)('end with the session: %s', async (ended) => {
    await ensure()
    await endCredentials()
    sandbox.fault({ kind: 'console-session', ended })
    expect(await credentials()).toMatchObject({ error: { code: 'SIGN_IN_REQUIRED', details: { before: 'ended' } } })
  })

  it('are denied by name where a policy has no CreateOAuth2Token', async () => {
    await ensure()
    await endCredentials()
    const code = 'AccessDeniedException'
    sandbox.fault({ kind: 'error', action: 'CreateOAuth2Token', code, status: 403, message: 'no', times: 9 })
    expect(await credentials()).toMatchObject({
      error: { code: 'ACCESS_DENIED', details: { aws: { operation: 'CreateOAuth2Token' } } },
    })
  })

  it('serve AWS’s own SDK, which renews them with the same key, and its renewal serves Culvert', async () => {
    await ensure()
    // The app renews what it sees ended as well: each alone, for a renewal takes the other's token away.
    await identity.dispose()
    await endCredentials()
    process.env['AWS_LOGIN_CACHE_DIRECTORY'] = join(home, '.aws', 'login', 'cache')
    try {
      const provider = fromLoginCredentials({
        profile: profile.name,
        configFilepath: sandbox.environment['AWS_CONFIG_FILE'] ?? '',
        filepath: sandbox.environment['AWS_SHARED_CREDENTIALS_FILE'] ?? '',
        ignoreCache: true,
        clientConfig: { endpoint: sandbox.endpointUrl, region: 'eu-central-1' },
      })
      const { accessKeyId } = await provider()
      expect(calls()).toBe(2)
      identity = await openIdentity(sandbox.environment)
      expect(await credentials()).toMatchObject({ ok: true, value: { accessKeyId } })
      expect(calls()).toBe(2)
    } finally {
      delete process.env['AWS_LOGIN_CACHE_DIRECTORY']
    }
  })

  it('that another program signed in to are used without a page', async () => {
    await ensure()
    const signedIn = await readFile(file(), 'utf8')
    await rm(file())
    await expect.poll(() => view()?.status.kind).toBe('signed-out')
    await mkdir(join(home, '.aws', 'login', 'cache'), { recursive: true })
    await writeFile(file(), signedIn)
    await expect.poll(() => view()?.status.kind).toBe('signed-in')
    expect(await ensure()).toEqual({ ok: true, value: 'already' })
    expect(identity.pages).toHaveLength(1)
  })
})

describe('a clock that is off', () => {
  it.each([10, -10])('by %i minutes is told by name: AWS takes no proof of another time', async (minutesOff) => {
    await identity.dispose()
    identity = await openIdentity(sandbox.environment, createManualClock(Date.now() + minutesOff * 60_000))
    expect(await ensure()).toMatchObject({ error: { code: 'CLOCK_SKEWED', details: { minutesOff } } })
  })
})
