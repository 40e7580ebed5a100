import { problemOf } from '#domain/problem/problem.ts'
import type { HopHealth, HopOf, TunnelStatus } from '#contract/status.ts'
import type { TunnelKind } from '#contract/tunnel.ts'

/** One of the design's tunnels, before it is made a view. */
export interface FixtureRow {
  readonly name: string
  readonly label?: string
  readonly environment: 'production' | 'staging' | 'development'
  readonly kind: TunnelKind
  readonly localPort: number
  readonly host: string
  readonly port: number
  readonly status: (now: number) => TunnelStatus
  readonly open?: number
  readonly waiting?: number
  readonly healths: readonly [HopHealth, HopHealth, HopHealth, HopHealth, HopHealth]
  readonly targetId?: string
  readonly programs?: string[]
  readonly letGo?: (now: number) => HopOf<'client'>['facts']['letGo']
  readonly ecs?: true
}

/** A time of the day that `now` is in, epoch ms. */
export const at = (now: number, hours: number, minutes: number, seconds = 0): number =>
  new Date(now).setHours(hours, minutes, seconds, 0)

const armed = (now: number): TunnelStatus => ({ kind: 'armed', since: at(now, 9, 12, 30) })
const ready =
  (idleMinutes: number | null) =>
  (now: number): TunnelStatus => ({
    kind: 'ready',
    since: at(now, 13, 58, 40),
    idleCloseAt: idleMinutes === null ? null : now + idleMinutes * 60_000 + 30_000,
  })
const failedAtTarget = (now: number): TunnelStatus => ({
  kind: 'failed',
  problem: problemOf('TARGET_NOT_CONNECTED', {
    targetId: 'i-0c7e41d8b5a90f236',
    said: 'An error occurred (TargetNotConnected) when calling the StartSession operation: i-0c7e41d8b5a90f236 is not connected.',
  }),
  at: at(now, 14, 3, 26),
  retry: { attempt: 4, of: 5, nextAt: now + 24_000 },
})
const restingHealths = ['idle', 'ok', 'none', 'none', 'none'] as const
const openHealths = ['ok', 'ok', 'ok', 'ok', 'ok'] as const
const stoppedHealths = ['none', 'none', 'none', 'none', 'none'] as const
const prodZone = 'c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com'
const stagingZone = 'cq04hw6xn1te.ap-northeast-1.rds.amazonaws.com'
const devZone = 'cv2t7r5kpa0u.ap-northeast-1.rds.amazonaws.com'

const productionRows: readonly FixtureRow[] = [
  {
    name: 'orders-db',
    label: 'writer',
    environment: 'production',
    kind: 'postgresql',
    localPort: 15432,
    host: `orders-db.cluster-${prodZone}`,
    port: 5432,
    status: ready(null),
    open: 3,
    healths: openHealths,
    programs: ['DataGrip', 'psql'],
  },
  {
    name: 'orders-db',
    label: 'reader',
    environment: 'production',
    kind: 'postgresql',
    localPort: 15433,
    host: `orders-db.cluster-ro-${prodZone}`,
    port: 5432,
    status: armed,
    healths: restingHealths,
  },
  {
    name: 'billing-mysql',
    environment: 'production',
    kind: 'mysql',
    localPort: 13306,
    host: `billing-mysql.${prodZone}`,
    port: 3306,
    status: failedAtTarget,
    healths: ['idle', 'ok', 'ok', 'fail', 'none'],
    targetId: 'i-0c7e41d8b5a90f236',
  },
  {
    name: 'session-cache',
    label: 'primary',
    environment: 'production',
    kind: 'redis',
    localPort: 16379,
    host: 'master.session-cache.x7q2lm.apne1.cache.amazonaws.com',
    port: 6379,
    status: ready(null),
    open: 1,
    healths: openHealths,
    programs: ['redis-cli'],
  },
  {
    name: 'catalog-search',
    environment: 'production',
    kind: 'opensearch',
    localPort: 19200,
    host: 'vpc-catalog-search-k3vd7x.ap-northeast-1.es.amazonaws.com',
    port: 443,
    status: armed,
    healths: restingHealths,
  },
]

const stagingRows: readonly FixtureRow[] = [
  {
    name: 'orders-db',
    label: 'writer',
    environment: 'staging',
    kind: 'postgresql',
    localPort: 25432,
    host: `orders-db.cluster-${stagingZone}`,
    port: 5432,
    status: (now) => ({
      kind: 'reconnecting',
      attempt: 2,
      of: 5,
      nextAt: now + 4_000,
      problem: problemOf('SESSION_DROPPED', { said: 'websocket closed with code 1006' }),
    }),
    open: 1,
    waiting: 1,
    healths: ['ok', 'ok', 'warn', 'none', 'none'],
  },
  {
    name: 'billing-mysql',
    environment: 'staging',
    kind: 'mysql',
    localPort: 23306,
    host: `billing-mysql.${stagingZone}`,
    port: 3306,
    status: armed,
    healths: restingHealths,
  },
  {
    name: 'session-cache',
    label: 'primary',
    environment: 'staging',
    kind: 'redis',
    localPort: 26379,
    host: 'master.session-cache.p0c8sd.apne1.cache.amazonaws.com',
    port: 6379,
    status: ready(null),
    open: 2,
    healths: openHealths,
  },
  {
    name: 'catalog-search',
    environment: 'staging',
    kind: 'opensearch',
    localPort: 29200,
    host: 'vpc-catalog-search-z81mfq.ap-northeast-1.es.amazonaws.com',
    port: 443,
    status: () => ({ kind: 'stopped' }),
    healths: stoppedHealths,
  },
]

const developmentRows: readonly FixtureRow[] = [
  {
    name: 'orders-db',
    environment: 'development',
    kind: 'postgresql',
    localPort: 35432,
    host: `orders-dev.${devZone}`,
    port: 5432,
    status: (now) => ({ kind: 'connecting', step: 'start-session', since: now - 900 }),
    waiting: 1,
    healths: ['ok', 'ok', 'work', 'none', 'none'],
  },
  {
    name: 'analytics',
    label: 'through ECS task',
    environment: 'development',
    kind: 'postgresql',
    localPort: 35433,
    host: `analytics.${devZone}`,
    port: 5432,
    status: armed,
    healths: restingHealths,
    ecs: true,
  },
  {
    name: 'legacy-crm',
    environment: 'development',
    kind: 'mysql',
    localPort: 33306,
    host: `legacy-crm.${devZone}`,
    port: 3306,
    status: ready(12),
    open: 0,
    healths: ['idle', 'ok', 'ok', 'ok', 'ok'],
  },
  {
    name: 'feature-flags',
    environment: 'development',
    kind: 'redis',
    localPort: 36379,
    host: 'feature-flags.m1zq0v.apne1.cache.amazonaws.com',
    port: 6379,
    status: () => ({ kind: 'stopped' }),
    healths: stoppedHealths,
  },
]

/** The design's thirteen tunnels. */
export const rows = [...productionRows, ...stagingRows, ...developmentRows]
