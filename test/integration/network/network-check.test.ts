import { afterEach, describe, expect, it } from 'vitest'
import { createNetworkChecks, type NetworkChecks } from '#core/app/network/network-check.ts'
import { createAwsHttp, createServiceHosts, createTryHost } from '#core/aws/index.ts'
import type { NetworkCheck } from '#contract/network-check.ts'
import { verdictOf } from '#domain/network-check/verdict.ts'
import { type AskSystem, createFindRoute, routeBy } from '#network/route.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/start.ts'
import { wallClock } from '#test/support/wall-clock.ts'

const region = 'ap-northeast-1'
let sandbox: Sandbox
let close: () => void = () => {}

afterEach(async () => {
  close()
  await sandbox.stop()
})

interface World extends Pick<SandboxOptions, 'proxy' | 'network' | 'proxyBy'> {
  readonly change?: (environment: Readonly<Record<string, string>>) => Readonly<Record<string, string>>
  readonly askSystem?: AskSystem
  readonly consoleRegions?: readonly string[]
}

async function openWorld({ change, askSystem, consoleRegions = [], ...options }: World): Promise<NetworkChecks> {
  sandbox = await startSandbox({ databases: [], network: 'corporate', ...options })
  const { SSL_CERT_FILE: _file, NODE_EXTRA_CA_CERTS: _extra, ...told } = sandbox.environment
  const environment = change?.(told) ?? told
  const findRoute = createFindRoute({
    environment,
    platform: 'linux',
    systemBundles: [],
    ...(askSystem === undefined ? {} : { askSystem }),
  })
  const http = createAwsHttp({ environment, routeTo: routeBy(findRoute) })
  close = () => http.dispose()
  return createNetworkChecks({
    services: createServiceHosts(http),
    tryHost: createTryHost({ findRoute, clock: wallClock }),
    clock: wallClock,
    regions: () => ({ signIn: [region, region], consoleSignIn: consoleRegions, sessions: [region] }),
  })
}

const troubles = ({ hosts }: NetworkCheck) => [...new Set(hosts.map(({ trouble }) => JSON.stringify(trouble)))]

describe('the hosts of AWS, behind a proxy that looks into TLS', () => {
  it.each([['http'], ['socks']] as const)('answer by %s, and show whose certificate it is', async (proxyBy) => {
    const checks = await openWorld({ proxyBy })
    const round = await checks.check()
    expect(round.hosts.map(({ host }) => host)).toEqual([
      `oidc.${region}.amazonaws.com`,
      `portal.sso.${region}.amazonaws.com`,
      `sts.${region}.amazonaws.com`,
      `ssm.${region}.amazonaws.com`,
      `ssmmessages.${region}.amazonaws.com`,
      `ec2.${region}.amazonaws.com`,
      `ecs.${region}.amazonaws.com`,
      `kms.${region}.amazonaws.com`,
      `ec2-instance-connect.${region}.amazonaws.com`,
    ])
    expect(troubles(round)).toEqual(['null'])
    for (const { issuer, proxy, foundIn, ms } of round.hosts) {
      expect(issuer).toEqual({ name: 'Culvert sandbox test authority', of: 'company' })
      expect(proxy).toMatch(/^127\.0\.0\.1:\d+$/)
      expect(foundIn).toEqual({ by: 'variable', variable: 'https_proxy' })
      expect(ms).toBeLessThan(5_000)
    }
    expect(verdictOf(round)).toEqual({ is: 'well', inspected: 9 })
  })

  it('are one round for all who ask at once', async () => {
    const checks = await openWorld({})
    const [one, other] = await Promise.all([checks.check(), checks.check()])
    expect(other).toBe(one)
    expect(sandbox.state().proxy).toHaveLength(9)
    expect(await checks.check()).not.toBe(one)
  })

  it.each<[string, NonNullable<SandboxOptions['proxy']>, object]>([
    ['of the domain', { kind: 'domain-sign-in' }, { is: 'proxy-sign-in', schemes: ['negotiate', 'ntlm'] }],
    ['that refuses', { kind: 'refuse', status: 403 }, { is: 'proxy-refused', status: 403 }],
    ['that hangs up', { kind: 'hang-up' }, { is: 'closed' }],
    ['that talks of mail', { kind: 'garbage' }, { is: 'closed' }],
    ['that never answers', { kind: 'silent' }, { is: 'silent' }],
  ])('tell a proxy %s', async (_what, proxy, trouble) => {
    const round = await (await openWorld({ proxy })).check()
    expect(troubles(round)).toEqual([JSON.stringify(trouble)])
    expect(Math.max(...round.hosts.map(({ ms }) => ms))).toBeLessThan(5_000)
    expect(verdictOf(round)).toEqual({ is: 'nothing-answers', trouble })
  })

  it('tell a proxy that asks for a password, and keep the one that was wrong to themselves', async () => {
    const proxy = { kind: 'credentials', user: 'mika', password: 'right' } as const
    const wrong = ({ https_proxy = '', ...rest }: Readonly<Record<string, string>>) => ({
      ...rest,
      https_proxy: https_proxy.replace('right', 'guessed'),
    })
    const round = await (await openWorld({ proxy, change: wrong })).check()
    expect(troubles(round)).toEqual([JSON.stringify({ is: 'proxy-sign-in', schemes: ['basic'] })])
    expect(JSON.stringify(round)).not.toMatch(/guessed|mika/)
  })

  it('tell a certificate of nobody who is trusted', async () => {
    const round = await (await openWorld({ proxy: { kind: 'unknown-authority' } })).check()
    for (const { trouble, issuer } of round.hosts) {
      expect(trouble).toMatchObject({ is: 'untrusted' })
      expect(issuer).toMatchObject({ of: 'company' })
    }
  })

  it('tell a network that cuts session data alone, and whose certificate that had', async () => {
    const round = await (await openWorld({ proxy: { kind: 'no-web-sockets' } })).check()
    const failed = round.hosts.find(({ use }) => use === 'session-data')
    expect(failed).toMatchObject({ trouble: { is: 'closed' }, issuer: { of: 'company' } })
    expect(verdictOf(round)).toEqual({ is: 'session-inspected', failed })
  })

  it('tell a script of the system that does not answer', async () => {
    const askSystem: AskSystem = async () => ({
      ok: false,
      error: { code: 'PROXY_SCRIPT_SILENT', details: { afterMs: 3_000 } },
    })
    const round = await (await openWorld({ proxyBy: 'pac', askSystem })).check()
    expect(troubles(round)).toEqual([JSON.stringify({ is: 'script-silent' })])
  })
})

describe('the console’s sign-in', () => {
  it.each([
    ['eu-west-1', 'eu-west-1.signin.aws.amazon.com'],
    ['us-gov-west-1', 'us-gov-west-1.signin.amazonaws-us-gov.com'],
    ['cn-north-1', 'cn-north-1.signin.amazonaws.cn'],
  ])('is a host of its own in %s', async (consoleRegion, host) => {
    const hosts = await (await openWorld({ consoleRegions: [consoleRegion, consoleRegion] })).hosts()
    expect(hosts.filter(({ use }) => use === 'console-sign-in')).toEqual([
      { scheme: 'https', host, port: 443, use: 'console-sign-in' },
    ])
  })

  it('answers through the proxy', async () => {
    const round = await (await openWorld({ consoleRegions: [region] })).check()
    expect(round.hosts.find(({ use }) => use === 'console-sign-in')).toMatchObject({
      host: `${region}.signin.aws.amazon.com`,
      trouble: null,
      issuer: { of: 'company' },
    })
  })
})

describe('where endpoints were set', () => {
  it('they are what is tried, each once; session data is not guessed at', async () => {
    const round = await (await openWorld({ network: 'endpoint' })).check()
    const { port } = new URL(sandbox.endpointUrl)
    expect(round.hosts).toMatchObject([{ host: '127.0.0.1', port: Number(port), issuer: null, trouble: null }])
    expect(round.hosts[0]?.foundIn).toEqual({ by: 'near' })
  })

  it('one of session data is tried, too', async () => {
    const endpoint = 'https://vpce-0a1b2c3d.ssmmessages.ap-northeast-1.vpce.amazonaws.com'
    const change = (told: Readonly<Record<string, string>>) => ({ ...told, AWS_ENDPOINT_URL_SSMMESSAGES: endpoint })
    const hosts = await (await openWorld({ change })).hosts()
    expect(hosts.find(({ use }) => use === 'session-data')?.host).toBe(new URL(endpoint).hostname)
  })

  it.each([
    ['AWS_USE_FIPS_ENDPOINT', 'ssm-fips.us-east-1.amazonaws.com'],
    ['AWS_USE_DUALSTACK_ENDPOINT', 'ssm.us-east-1.api.aws'],
  ])('%s leads to %s', async (variable, host) => {
    await openWorld({})
    const http = createAwsHttp({
      environment: { [variable]: 'true' },
      routeTo: async () => ({ ok: true, value: { proxy: null, roots: null } }),
    })
    expect(await createServiceHosts(http).hostOf('session-manager', 'us-east-1')).toMatchObject([{ host, port: 443 }])
  })
})
