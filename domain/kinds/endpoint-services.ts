import type { TunnelKind } from '#contract/tunnel.ts'
import { partitions } from '../partition/partition.ts'

const suffixes = partitions.map(({ dnsSuffix }) => dnsSuffix.replaceAll('.', String.raw`\.`))
/** How the host names of AWS's endpoints end. */
export const endpointDomain = String.raw`\.(?:${[...new Set(suffixes)].join('|')})$`
const code = String.raw`([a-z]{2,5}(?:-[a-z]+)+-\d+)`

/** A service of AWS whose endpoints are known by their names. */
interface EndpointService {
  readonly shape: RegExp
  readonly kind?: TunnelKind
  readonly port?: string
}

/** Endpoint names of AWS services that do not tell their protocol in another way. The first group is the region. */
export const endpointServices: readonly EndpointService[] = [
  { shape: new RegExp(String.raw`\.${code}\.rds${endpointDomain}`) },
  // As in China.
  { shape: new RegExp(String.raw`\.rds\.${code}${endpointDomain}`) },
  { shape: new RegExp(String.raw`\.${code}\.(?:es|aos|aoss)${endpointDomain}`), kind: 'opensearch', port: '443' },
  {
    shape: new RegExp(String.raw`\.${code}\.redshift(?:-serverless)?${endpointDomain}`),
    kind: 'postgresql',
    port: '5439',
  },
  { shape: new RegExp(String.raw`\.${code}\.docdb${endpointDomain}`), kind: 'tcp', port: '27017' },
  { shape: new RegExp(String.raw`\.memorydb\.${code}${endpointDomain}`), kind: 'redis', port: '6379' },
  { shape: new RegExp(String.raw`\.cache${endpointDomain}`), kind: 'redis', port: '6379' },
]

/** Services of databases as ARNs name them, with what they speak; null where the ARN does not tell it. */
export const databaseServices: Readonly<Record<string, TunnelKind | null>> = {
  rds: null,
  elasticache: 'redis',
  memorydb: 'redis',
  es: 'opensearch',
  redshift: 'postgresql',
}
