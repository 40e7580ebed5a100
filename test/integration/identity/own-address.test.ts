import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createFindIssuer } from '#core/aws/index.ts'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { awsHttpIn } from '#test/support/aws-http.ts'
import { wallClock } from '#test/support/wall-clock.ts'
import { openIdentity, type TestIdentity } from './identity-setup.ts'
import { createSelfSigned } from './self-signed.ts'

let sandbox: Sandbox
let home: string
let identity: TestIdentity

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [] })
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  sandbox.reset()
  home = await mkdtemp(join(tmpdir(), 'culvert-own-address-'))
  const config = { HOME: home, AWS_CONFIG_FILE: join(home, 'config') }
  await writeFile(config.AWS_CONFIG_FILE, '')
  identity = await openIdentity({ ...sandbox.environment, ...config })
})
afterEach(async () => {
  await identity.dispose()
  await rm(home, { recursive: true, force: true })
})

const written = (): Promise<string> => readFile(join(home, 'config'), 'utf8')
const at = (path: string): string => `${sandbox.endpointUrl}/own-address${path}`
const session = (path: string) => ({ name: 'own', startUrl: at(path), region: 'eu-west-1' })
const registered = (): number =>
  sandbox.state().calls.filter(({ action }) => action === 'RegisterClient' || action === 'StartDeviceAuthorization')
    .length

describe('a company’s own address', () => {
  it.each(['browser', 'device-code'] as const)('leads to the portal and its region, with %s', async (method) => {
    await identity.signIns.add(session(''))
    if (method === 'device-code') {
      identity.person = async () => sandbox.decideDevice('allow')
    }
    expect(await identity.signIns.start('own', method)).toMatchObject({ ok: true })
    const own = `sso_start_url = ${at('')}\nsso_region = ap-northeast-1\n`
    expect(await written()).toContain(`[sso-session own]\n${own}`)
    expect(identity.signIns.views()[0]).toMatchObject({
      session: { startUrl: at(''), region: 'ap-northeast-1' },
      status: { kind: 'signed-in' },
    })
    const role = { type: 'sso', session: 'own', accountId: '730155204418', roleName: 'PowerUser' } as const
    expect(await identity.credentials.credentialsOf(role)).toMatchObject({ ok: true })
  })

  it('puts a wrong region of the config right, and leaves the rest of the file alone', async () => {
    const address = `sso_start_url = ${at('/no-head')}\nsso_region = eu-west-1\n`
    const section = `[sso-session own]\n# ours\n${address}sso_registration_scopes = sso:account:access\n`
    await writeFile(join(home, 'config'), `# first\n${section}[profile a]\nregion = eu-west-1\n`)
    await identity.seen('own', () => true)
    expect(await identity.signIns.start('own')).toMatchObject({ ok: true })
    const right = section.replace('sso_region = eu-west-1', 'sso_region = ap-northeast-1')
    expect(await written()).toBe(`# first\n${right}[profile a]\nregion = eu-west-1\n`)
  })

  it.each([
    ['/elsewhere', 'elsewhere', 'portal.harborline.example'],
    ['/lookalike', 'elsewhere', 'harborline.awsapps.com.evil.example'],
    ['/with-name', 'elsewhere', 'evil.example'],
    ['/console', 'elsewhere', 'signin.aws.amazon.com'],
    ['/behind-name', 'unsafe', 'harborline.awsapps.com'],
    ['/plain', 'unsafe', 'harborline.awsapps.com'],
    ['/script', 'unsafe', undefined],
    ['/not-an-address', 'nowhere', undefined],
    ['/circle', 'circle', undefined],
    ['/hop-10', 'circle', undefined],
  ])('that leads astray (%s) opens nothing and asks nobody', async (path, why, leadsTo) => {
    await identity.signIns.add(session(path))
    for (const method of ['browser', 'device-code'] as const) {
      const details = { session: 'own', startUrl: at(path), why, ...(leadsTo === undefined ? {} : { leadsTo }) }
      expect(await identity.signIns.start('own', method)).toEqual({
        ok: false,
        error: { code: 'START_URL_ELSEWHERE', details },
      })
    }
    expect(identity.pages).toEqual([])
    expect(registered()).toBe(0)
    expect(await written()).toBe('')
  })

  it('follows a few pages of its own', async () => {
    await identity.signIns.add(session('/hop-4'))
    expect(await identity.signIns.start('own')).toMatchObject({ ok: true })
  })

  it('of this computer that sends nobody on is taken as it is, however much it says', async () => {
    await identity.signIns.add(session('/flood'))
    expect(await identity.signIns.start('own')).toMatchObject({ ok: false, error: { code: 'START_URL_WRONG' } })
  })
})

/** A company's page over TLS, for the name that the certificate is for. */
async function openPage(answer: 'silent' | 'page' | 'portal') {
  const tls = createSelfSigned('localhost')
  const server = createServer(tls, (_, response) => {
    if (answer === 'silent') return
    if (answer === 'portal') response.writeHead(302, { location: 'https://harborline.awsapps.com/start#/' })
    response.end('')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { cert: tls.cert, url: `https://localhost:${(server.address() as AddressInfo).port}/` }
}

describe('over TLS', () => {
  async function find(url: string, environment: Readonly<Record<string, string>>, signal: AbortSignal) {
    const http = awsHttpIn(environment)
    onTestFinished(() => http.dispose())
    const company = { name: 'own', startUrl: url, region: 'eu-west-1' }
    return await createFindIssuer({ clock: wallClock, http })(company, signal)
  }

  it('a page is believed by its certificate', async () => {
    const { cert, url } = await openPage('portal')
    const bundle = join(home, 'bundle.pem')
    await writeFile(bundle, cert)
    const signal = new AbortController().signal
    expect(await find(url, { AWS_CA_BUNDLE: bundle }, signal)).toEqual({
      ok: true,
      value: { name: 'own', startUrl: 'https://harborline.awsapps.com/start', region: 'eu-west-1' },
    })
  })

  it('a host that does not answer is left when the person cancels', async () => {
    const cancel = new AbortController()
    const { cert, url } = await openPage('silent')
    const bundle = join(home, 'bundle.pem')
    await writeFile(bundle, cert)
    const found = find(url, { AWS_CA_BUNDLE: bundle }, cancel.signal)
    cancel.abort()
    expect(await found).toMatchObject({ ok: false, error: { code: 'SIGN_IN_CANCELLED' } })
  })

  it('a company’s host that cannot be reached is told as the network’s', async () => {
    const signal = new AbortController().signal
    const proxy = { HTTPS_PROXY: 'http://127.0.0.1:9' }
    const found = await find('https://aws.harborline.example', proxy, signal)
    expect(found).toMatchObject({ ok: false, error: { code: 'NETWORK_UNREACHABLE' } })
  })
})
