import { createNetworkChecks } from '#core/app/network/network-check.ts'
import { createAwsHttp, createServiceHosts, createTryHost } from '#core/aws/index.ts'
import { createFindRoute, routeBy } from '#network/route.ts'
import { type ProxyPolicy, startSandbox } from '#sandbox/start.ts'
import { wallClock } from '../support/wall-clock.ts'
import type { FigureRow } from './figure-row.ts'

const regions = ['ap-northeast-1', 'eu-west-1', 'us-east-1']
const goalMs = 5_000

/** Networks in which a host is judged soonest and latest. */
const policies: readonly ProxyPolicy[] = [
  { kind: 'open' },
  { kind: 'domain-sign-in' },
  { kind: 'no-web-sockets' },
  { kind: 'garbage' },
  { kind: 'silent' },
]

/** The longest time that any host of three regions took to be judged, whatever stands in the way. */
export async function measureNetworkPage(): Promise<FigureRow> {
  const sandbox = await startSandbox({ databases: [], network: 'corporate' })
  const { environment } = sandbox
  const findRoute = createFindRoute({ environment, platform: 'linux' })
  const http = createAwsHttp({ environment, routeTo: routeBy(findRoute) })
  const checks = createNetworkChecks({
    services: createServiceHosts(http),
    tryHost: createTryHost({ findRoute, clock: wallClock }),
    clock: wallClock,
    regions: () => ({ signIn: regions, consoleSignIn: regions, sessions: regions }),
  })
  let longest = 0
  try {
    for (const policy of policies) {
      sandbox.fault({ kind: 'proxy', policy })
      const { hosts } = await checks.check()
      longest = Math.max(longest, ...hosts.map(({ ms }) => ms))
    }
  } finally {
    http.dispose()
    await sandbox.stop()
  }
  const value = Math.round(longest)
  return { name: 'network-page', value, unit: 'ms', goal: `≤ ${goalMs}`, holds: value <= goalMs }
}
