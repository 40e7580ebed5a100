import { nodes } from './nodes.ts'
import { ordersProd, ordersStaging, platformDev } from './organisation.ts'
import { homeRegion, vpc } from './places.ts'
import type { DatabaseEngine, DataStore, NetworkEndpoint } from './types.ts'

const prod = { accountId: ordersProd, region: homeRegion, vpcId: vpc.prod, securityGroupIds: ['sg-0a5f8c21e7d94b630'] }
const staging = {
  accountId: ordersStaging,
  region: homeRegion,
  vpcId: vpc.staging,
  securityGroupIds: ['sg-0f7c1e5a92b8d6304'],
}
const dev = { accountId: platformDev, region: homeRegion, vpcId: vpc.dev, securityGroupIds: ['sg-08e3b9d1f5c7a2604'] }

const rdsProd = 'c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com'
const rdsStaging = 'cq04hw6xn1te.ap-northeast-1.rds.amazonaws.com'
const rdsDev = 'cv2t7r5kpa0u.ap-northeast-1.rds.amazonaws.com'

const aurora = (id: string, version: string, domain: string) => ({
  id,
  service: 'rds-cluster' as const,
  engine: 'aurora-postgresql',
  engineVersion: version,
  host: `${id}.cluster-${domain}`,
  readerHost: `${id}.cluster-ro-${domain}`,
  port: 5432,
})

const instance = (id: string, engine: 'postgres' | 'mysql', version: string, domain: string) => ({
  id,
  service: 'rds-instance' as const,
  engine,
  engineVersion: version,
  host: `${id}.${domain}`,
  readerHost: null,
  port: engine === 'mysql' ? 3306 : 5432,
})

const cache = (id: string, engine: 'redis' | 'valkey', version: string, host: string) => ({
  id,
  service: 'elasticache' as const,
  engine,
  engineVersion: version,
  host,
  readerHost: null,
  port: 6379,
})

const search = (id: string, host: string) => ({
  id,
  service: 'opensearch' as const,
  engine: 'opensearch',
  engineVersion: '2.13',
  host,
  readerHost: null,
  port: 443,
})

export const dataStores: readonly DataStore[] = [
  { ...prod, ...aurora('orders-db', '15.4', rdsProd), privateIp: '10.40.12.87' },
  { ...prod, ...aurora('ledger', '16.1', rdsProd), privateIp: '10.40.12.91' },
  { ...prod, ...instance('billing-mysql', 'mysql', '8.0.36', rdsProd), privateIp: '10.40.12.104' },
  {
    ...prod,
    ...instance('warehouse-replica', 'mysql', '8.0.36', rdsProd),
    vpcId: vpc.warehouse,
    privateIp: '10.44.2.18',
  },
  {
    ...prod,
    ...cache('session-cache', 'redis', '7.1', 'master.session-cache.x7q2lm.apne1.cache.amazonaws.com'),
    privateIp: '10.40.13.20',
  },
  {
    ...prod,
    ...cache('rate-limits', 'valkey', '7.2', 'master.rate-limits.x7q2lm.apne1.cache.amazonaws.com'),
    privateIp: '10.40.13.31',
  },
  {
    ...prod,
    ...search('catalog-search', 'vpc-catalog-search-k3vd7x.ap-northeast-1.es.amazonaws.com'),
    privateIp: '10.40.14.9',
  },
  { ...staging, ...aurora('orders-db', '15.4', rdsStaging), privateIp: '10.60.12.87' },
  { ...staging, ...aurora('ledger', '16.1', rdsStaging), privateIp: '10.60.12.91' },
  { ...staging, ...instance('billing-mysql', 'mysql', '8.0.36', rdsStaging), privateIp: '10.60.12.104' },
  {
    ...staging,
    ...cache('session-cache', 'redis', '7.1', 'master.session-cache.p0c8sd.apne1.cache.amazonaws.com'),
    privateIp: '10.60.13.20',
  },
  {
    ...staging,
    ...search('catalog-search', 'vpc-catalog-search-z81mfq.ap-northeast-1.es.amazonaws.com'),
    privateIp: '10.60.14.9',
  },
  { ...staging, ...search('logs', 'vpc-logs-q8m2tz7y.ap-northeast-1.es.amazonaws.com'), privateIp: '10.60.14.22' },
  { ...dev, ...instance('orders-dev', 'postgres', '16.3', rdsDev), privateIp: '10.80.12.14' },
  { ...dev, ...instance('analytics', 'postgres', '16.3', rdsDev), privateIp: '10.80.12.33' },
  { ...dev, ...instance('scratch', 'postgres', '16.3', rdsDev), privateIp: '10.80.12.57' },
  { ...dev, ...instance('legacy-crm', 'mysql', '5.7.44', rdsDev), privateIp: '10.80.12.71' },
  {
    ...dev,
    ...cache('feature-flags', 'redis', '7.1', 'feature-flags.m1zq0v.apne1.cache.amazonaws.com'),
    privateIp: '10.80.13.8',
  },
]

const engineOf = (store: DataStore): DatabaseEngine => {
  if (store.service === 'elasticache') return 'redis'
  if (store.service === 'opensearch') return 'opensearch'
  return store.engine === 'mysql' ? 'mysql' : 'postgresql'
}

const endpointsOf = (store: DataStore): readonly NetworkEndpoint[] =>
  [store.host, store.readerHost, store.privateIp]
    .filter((host) => host !== null)
    .map((host) => ({
      host,
      port: store.port,
      place: store.vpcId,
      leadsTo: { kind: 'database', engine: engineOf(store) },
    }))

/** Names every VPC of the sandbox has: services to measure with, and each way a dial can fail. */
const commonEndpoints = (place: string): readonly NetworkEndpoint[] => [
  { place, host: 'echo.harborline.internal', port: 7, leadsTo: { kind: 'service', service: 'echo' } },
  { place, host: 'discard.harborline.internal', port: 9, leadsTo: { kind: 'service', service: 'discard' } },
  { place, host: 'source.harborline.internal', port: 19, leadsTo: { kind: 'service', service: 'source' } },
  { place, host: 'retired-db.harborline.internal', port: 5432, leadsTo: { kind: 'refused' } },
  { place, host: 'firewalled-db.harborline.internal', port: 5432, leadsTo: { kind: 'silent' } },
  { place, host: 'misspelt-db.harborline.internal', port: 5432, leadsTo: { kind: 'unknown-host' } },
]

/** What listens on each node itself, for sessions without a remote host. */
const nodeEndpoints = (place: string): readonly NetworkEndpoint[] => [
  { place, host: 'localhost', port: 22, leadsTo: { kind: 'ssh-server' } },
  { place, host: 'localhost', port: 7, leadsTo: { kind: 'service', service: 'echo' } },
  { place, host: 'localhost', port: 5432, leadsTo: { kind: 'database', engine: 'postgresql' } },
]

export const endpoints: readonly NetworkEndpoint[] = [
  ...dataStores.flatMap(endpointsOf),
  ...Object.values(vpc).flatMap(commonEndpoints),
  ...nodes.flatMap((node) => nodeEndpoints(node.id)),
]
