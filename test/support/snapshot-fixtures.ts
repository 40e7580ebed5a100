import type { ProfileList, ProfileView, SignInView } from '#contract/sign-in.ts'
import type { Snapshot, TrafficReport, TunnelView } from '#contract/snapshot.ts'
import type { HopKind } from '#contract/problem.ts'
import type { HopHealth, HopOf, Route, TimelineEntry } from '#contract/status.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { draftOf } from './tunnel-fields.ts'
import { at, rows, type FixtureRow } from './fixture-rows.ts'

/** Friday, 14:03:28 local time: the moment the design's screens show. */
export const fixtureNow = new Date(2025, 10, 21, 14, 3, 28).getTime()

const accounts = {
  production: { accountId: '482100973316', title: 'orders-prod' },
  staging: { accountId: '730155204418', title: 'orders-staging' },
  development: { accountId: '118840276650', title: 'platform-dev' },
} as const satisfies Record<FixtureRow['environment'], { accountId: string; title: string }>

const bastions = {
  production: 'i-0ab3f29c81d7e4402',
  staging: 'i-09d4a86f21c3971be',
  development: 'i-05f1e7b2904d8c93a',
} as const

/** What main suggests beside the design's tunnels, by environment. */
export const suggestedPorts: ReadonlyMap<string, number> = new Map([
  ['production', 15_434],
  ['staging', 25_433],
  ['development', 35_434],
])

/** The id of the tunnel on a local port. */
export const tunnelIdOf = (localPort: number): string =>
  `00000000-0000-4000-8000-${String(localPort).padStart(12, '0')}`

function savedOf(row: FixtureRow): SavedTunnel {
  const draft = draftOf({
    name: row.name,
    ...(row.label === undefined ? {} : { label: row.label }),
    environment: row.environment,
    kind: row.kind,
    profile: {
      type: 'sso',
      session: 'harborline',
      accountId: accounts[row.environment].accountId,
      roleName: 'DatabaseTunnel',
    },
    region: 'ap-northeast-1',
    target:
      row.ecs === true
        ? { by: 'ecs', cluster: 'platform', service: '9f2c81', container: 'app' }
        : { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] },
    endpoint: { host: row.host, port: row.port },
    localPort: row.localPort,
    ...(row.kind === 'postgresql' ? { database: 'orders', username: 'app_ro' } : {}),
  })
  return { ...draft, id: tunnelIdOf(row.localPort), armed: true }
}

type FactsByHop = { readonly [K in HopKind]: HopOf<K>['facts'] }

/** Facts of a tunnel of which nothing is known. */
const nothingKnown: FactsByHop = {
  client: { open: 0, waiting: 0, lastAt: null, programs: [], waitingPrograms: [], letGo: null },
  port: { port: 15_432, since: null, owner: null },
  session: null,
  target: {
    targetId: null,
    name: null,
    rule: 'Role=bastion',
    matches: null,
    othersOnline: null,
    zone: null,
    vpc: null,
    agentVersion: null,
  },
  endpoint: { host: 'db.internal', port: 5432, latencyMs: null },
}

function factsOf(row: FixtureRow, now: number): FactsByHop {
  const [, , session, target, endpoint] = row.healths
  const carried = session === 'ok' && row.status(now).kind === 'ready'
  const found = target === 'ok' ? { matches: 2, zone: '1a', vpc: 'vpc-0f21ac93' } : {}
  return {
    client: {
      open: row.open ?? 0,
      waiting: row.waiting ?? 0,
      programs: (row.programs ?? []).map((program, index) => ({ program, pid: 41_207 + index, connections: 1 })),
      waitingPrograms: [],
      lastAt: at(now, 14, 2),
      letGo: row.letGo?.(now) ?? null,
    },
    port: { port: row.localPort, since: at(now, 9, 12), owner: null },
    session: carried
      ? {
          sessionId: 'mika.sato-0f3c9a2b71de4d9e',
          openedAt: at(now, 13, 58, 40),
          openedInMs: 1_400,
          recovery: null,
          replacement: null,
          draining: 0,
          lanes: [],
          latencyMs: 38,
          engine: 'builtin',
          engineVersion: null,
        }
      : null,
    target:
      row.ecs === true
        ? { ...nothingKnown.target, rule: 'ecs:platform/9f2c81/app' }
        : { ...nothingKnown.target, targetId: row.targetId ?? bastions[row.environment], ...found },
    endpoint: { host: row.host, port: row.port, latencyMs: endpoint === 'ok' ? 1.1 : null },
  }
}

/** A route with the given healths, client first. */
export function routeOf(healths: readonly HopHealth[], known: Partial<FactsByHop> = {}): Route {
  const facts = { ...nothingKnown, ...known }
  const health = (index: number): HopHealth => healths[index] ?? 'none'
  return [
    { kind: 'client', zone: 'computer', health: health(0), facts: facts.client },
    { kind: 'port', zone: 'computer', health: health(1), facts: facts.port },
    { kind: 'session', zone: 'ssm', health: health(2), facts: facts.session },
    { kind: 'target', zone: 'vpc', health: health(3), facts: facts.target },
    { kind: 'endpoint', zone: 'vpc', health: health(4), facts: facts.endpoint },
  ]
}

function timelineOf(row: FixtureRow, now: number): TimelineEntry[] {
  const status = row.status(now)
  const first: TimelineEntry = { at: at(now, 9, 12, 30), kind: 'armed', problem: null }
  if (status.kind === 'failed') {
    const times = [at(now, 14, 3, 26), at(now, 14, 2, 56), at(now, 14, 2, 41)]
    return [
      ...times.map((time): TimelineEntry => ({ at: time, kind: 'failed', problem: status.problem })),
      { at: at(now, 14, 2, 40), kind: 'connecting', problem: null },
      first,
    ]
  }
  if (status.kind !== 'ready') return [first]
  return [
    { at: at(now, 13, 58, 40), kind: 'ready', problem: null },
    { at: at(now, 13, 58, 38), kind: 'connecting', problem: null },
    { at: at(now, 13, 41, 2), kind: 'idle-closed', problem: null },
    first,
  ]
}

function viewOf(row: FixtureRow, now: number): TunnelView {
  return {
    ...savedOf(row),
    status: row.status(now),
    clients: { open: row.open ?? 0, waiting: row.waiting ?? 0 },
    route: routeOf(row.healths, factsOf(row, now)),
    timeline: timelineOf(row, now),
  }
}

/** The design's thirteen tunnels, in all states but unknown. */
export function fixtureTunnels(now: number = fixtureNow): TunnelView[] {
  return rows.map((row) => viewOf(row, now))
}

/** One of the design's tunnels with parts replaced. */
export function fixtureTunnel(
  localPort: number,
  change: Partial<TunnelView> = {},
  now: number = fixtureNow,
): TunnelView {
  const found = fixtureTunnels(now).find((tunnel) => tunnel.preference.localPort === localPort)
  if (found === undefined) throw new Error(`No fixture listens on ${localPort}`)
  return { ...found, ...change }
}

export function fixtureSignIn(now: number = fixtureNow, status?: SignInView['status']): SignInView {
  const left = (6 * 60 + 12) * 60_000 + 40_000
  return {
    session: { name: 'harborline', startUrl: 'https://harborline.awsapps.com/start', region: 'ap-northeast-1' },
    status: status ?? { kind: 'signed-in', expiresAt: now + left, renewable: false },
  }
}

export const fixtureProfiles: ProfileView[] = Object.values(accounts).map(({ accountId, title }) => ({
  ref: { type: 'sso', session: 'harborline', accountId, roleName: 'DatabaseTunnel' },
  title,
  accountId,
  roleName: 'DatabaseTunnel',
  region: 'ap-northeast-1',
  kind: 'sso',
  signIn: 'harborline',
  problem: null,
}))

/** What main answers when it is asked for profiles. */
export function fixtureProfileList(change: Partial<ProfileList> = {}): ProfileList {
  return { profiles: fixtureProfiles, problems: [], file: '~/.aws/config', region: null, ...change }
}

/** AWS's own plugin, which is not the newest. */
const plugin = {
  state: 'found',
  path: '/usr/local/sessionmanagerplugin/bin/session-manager-plugin',
  version: '1.2.650.0',
  fitness: 'old',
} as const

/** As terminals are when nothing was chosen. */
const terminal = {
  terminalFont: '',
  terminalFontSize: 12,
  terminalScrollback: 5_000,
  terminalCursor: 'block',
  terminalBell: 'mark',
  copyOnSelect: false,
  pasteAsks: 'always',
  clipboardFromShells: false,
} as const

const nothingElse = { shells: [], files: [], notices: [] }

const fixtureApp: Snapshot['app'] = {
  version: '0.1.0',
  platform: 'darwin',
  systemLanguage: 'en-GB',
  sandbox: false,
  secretStore: 'keychain',
  plugin,
  startAtLogin: 'off',
  screenReader: false,
  quitsWhenFinished: false,
}

/** The whole truth behind the design's screens. */
export function fixtureSnapshot(change: Partial<Snapshot> = {}, now: number = fixtureNow): Snapshot {
  return {
    revision: 1,
    app: fixtureApp,
    settings: {
      theme: 'light',
      language: 'en',
      engine: 'auto',
      pluginPath: null,
      ...{ certificateFile: null, agreedHosts: [], agreedPrograms: [] },
      sshPushesKey: false,
      signInMethod: 'browser',
      tokenPlace: 'keychain',
      clientWaitSeconds: 60,
      portUsers: 'any-user',
      knowsAppLivesOn: false,
      recordShells: {},
      recordKeys: 'none',
      keepRecordings: { days: 90, megabytes: 2_000 },
      ...terminal,
    },
    signIns: [fixtureSignIn(now)],
    ...{ mfaDevices: [], proxies: [], nodeAccess: [] },
    environments: [...defaultEnvironments],
    tunnels: fixtureTunnels(now),
    ...nothingElse,
    online: true,
    ...change,
  }
}

/** Rates one second at a time; the same seed gives the same curve. */
export function fixtureTraffic(): (at: number) => TrafficReport {
  let seed = 77
  const random = (): number => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const levels = new Map([
    [15432, 1_200_000],
    [16379, 42_000],
    [26379, 8_400],
  ])
  const current = new Map<number, number>()
  let bytes = 0
  const rate = (port: number): number => {
    const level = levels.get(port) ?? 0
    const before = current.get(port) ?? 0.7
    const next = Math.max(0.06, Math.min(1.2, before + (random() - 0.48) * 0.3))
    current.set(port, next)
    return Math.round(level * next)
  }
  return (time) => {
    const tunnels: TrafficReport['tunnels'] = {}
    for (const { localPort } of rows) {
      const rateIn = rate(localPort)
      bytes += rateIn
      tunnels[tunnelIdOf(localPort)] = {
        bytesIn: bytes,
        bytesOut: Math.round(bytes / 30),
        rateIn,
        rateOut: Math.round(rateIn / 16),
      }
    }
    return { at: time, tunnels }
  }
}
