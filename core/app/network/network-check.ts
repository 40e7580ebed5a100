import type { CalledHost, HostUse, NetworkCheck } from '#contract/network-check.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { ServiceHosts, TryHost } from './ports.ts'

/** Regions in which something is called. */
export interface CalledRegions {
  /** Of sign-ins at IAM Identity Center. */
  readonly signIn: readonly string[]
  /** Of sign-ins at the console. */
  readonly consoleSignIn: readonly string[]
  /** Of tunnels and targets; the first few count. */
  readonly sessions: readonly string[]
}

export interface NetworkCheckDeps {
  readonly services: ServiceHosts
  readonly tryHost: TryHost
  readonly clock: Clock
  regions(): CalledRegions
}

/** What calls AWS, and whether it can be reached. */
export interface NetworkChecks {
  hosts(): Promise<readonly CalledHost[]>
  /** Whoever asks while a round is on its way gets that one. */
  check(): Promise<NetworkCheck>
}

const usesOfSessions: readonly HostUse[] = [
  'role-keys',
  'session-manager',
  'session-data',
  'instances',
  'containers',
  'session-keys',
  'ssh-keys',
]

/** More would be a page that nobody reads; they go the same way. */
const mostRegions = 3

export function createNetworkChecks(deps: NetworkCheckDeps): NetworkChecks {
  let running: Promise<NetworkCheck> | null = null
  const hosts = async (): Promise<readonly CalledHost[]> => {
    const { signIn, consoleSignIn, sessions } = deps.regions()
    const asked = [
      ...few(signIn).map((region) => ['sign-in', region] as const),
      ...few(consoleSignIn).map((region) => ['console-sign-in', region] as const),
      ...few(sessions).flatMap((region) => usesOfSessions.map((use) => [use, region] as const)),
    ]
    const found = await Promise.all(asked.map(([use, region]) => deps.services.hostOf(use, region)))
    return oncePerHost(found.flat())
  }
  const round = async (): Promise<NetworkCheck> => {
    const at = deps.clock.now()
    return { at, hosts: await Promise.all((await hosts()).map(deps.tryHost)) }
  }
  return {
    hosts,
    check: () => (running ??= round().finally(() => (running = null))),
  }
}

const few = (regions: readonly string[]): readonly string[] => [...new Set(regions)].slice(0, mostRegions)

/** One endpoint that was set for everything is tried once. */
function oncePerHost(called: readonly CalledHost[]): readonly CalledHost[] {
  return [...new Map(called.toReversed().map((one) => [`${one.host}:${one.port}`, one])).values()].toReversed()
}
