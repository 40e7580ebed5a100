import type { TunnelKind } from '#contract/tunnel.ts'
import type { LeftOut, Pasted, PastedValues } from './pasted.ts'

const domain = String.raw`\.amazonaws\.com(?:\.cn)?$`
const code = String.raw`([a-z]{2,5}(?:-[a-z]+)+-\d+)`

interface Service {
  readonly shape: RegExp
  readonly kind?: TunnelKind
  readonly port?: string
}

/** Endpoint names of AWS services that do not tell their protocol in another way. The first group is the region. */
const services: readonly Service[] = [
  { shape: new RegExp(String.raw`\.${code}\.rds${domain}`) },
  { shape: new RegExp(String.raw`\.${code}\.(?:es|aos|aoss)${domain}`), kind: 'opensearch', port: '443' },
  { shape: new RegExp(String.raw`\.${code}\.redshift(?:-serverless)?${domain}`), kind: 'postgresql', port: '5439' },
  { shape: new RegExp(String.raw`\.${code}\.docdb${domain}`), kind: 'tcp', port: '27017' },
  { shape: new RegExp(String.raw`\.memorydb\.${code}${domain}`), kind: 'redis', port: '6379' },
  { shape: new RegExp(String.raw`\.cache${domain}`), kind: 'redis', port: '6379' },
]

/** Kinds by the port that they usually listen on. */
const kindOfPort: Readonly<Record<string, TunnelKind>> = {
  '5432': 'postgresql',
  '5439': 'postgresql',
  '3306': 'mysql',
  '6379': 'redis',
  '6380': 'redis',
  '9200': 'opensearch',
}

const isAddress = (host: string): boolean => host.includes(':') || /^\d+(\.\d+){3}$/.test(host)

/** The first word of a host that a person gave it, and which end of the database it is. */
function nameOf(host: string): Pick<PastedValues, 'name' | 'label'> {
  const [first = '', second = ''] = host.split('.')
  if (isAddress(host) || first === 'localhost') return {}
  if (new RegExp(String.raw`\.(?:es|aos)${domain}`).test(host)) {
    return { name: first.replace(/^(?:vpc|search)-/, '').replace(/-[a-z0-9]{20,}$/, '') }
  }
  if (new RegExp(String.raw`\.cache${domain}|\.memorydb\.`).test(host)) {
    if (first === 'master') return { name: second, label: 'primary' }
    if (first === 'replica') return { name: second, label: 'replica' }
    return { name: first === 'clustercfg' ? second : first.replace(/-ro$/, '').replace(/-[a-z0-9]{6}$/, '') }
  }
  if (second.startsWith('cluster-ro-')) return { name: first, label: 'reader' }
  if (second.startsWith('cluster-') && !second.startsWith('cluster-custom-')) return { name: first, label: 'writer' }
  return { name: first }
}

/**
 * What a host tells by its name: what it speaks, its region, a name for the tunnel. `known` is what the rest of the text
 * said and is never contradicted.
 */
export function readHost(host: string, known: { readonly kind?: TunnelKind; readonly port?: string }): Pasted {
  const lower = host.toLowerCase()
  const service = services.find(({ shape }) => shape.test(lower))
  const region = service?.shape.exec(lower)?.[1]
  const kind = known.kind ?? service?.kind ?? kindOfPort[known.port ?? '']
  const port = known.port ?? service?.port
  const leftOut: LeftOut[] = []
  if (kind === undefined && port === undefined) leftOut.push({ what: 'kind' })
  if (/^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(lower)) leftOut.push({ what: 'localhost' })
  const said = kind ?? (port === undefined ? undefined : 'tcp')
  return {
    values: {
      ...nameOf(lower),
      host,
      ...(said === undefined ? {} : { kind: said }),
      ...(port === undefined ? {} : { port }),
      ...(region === undefined ? {} : { region }),
    },
    profile: null,
    leftOut,
  }
}

/** `host`, `host:port` or `[address]:port`; null when it is none of them. */
export function splitHost(text: string): { readonly host: string; readonly port?: string } | null {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)\.?)(?::(\d{1,5}))?$/.exec(text)
  const host = match?.[1] ?? match?.[2]
  const port = match?.[3]
  if (host === undefined || host.length > 253) return null
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return null
  return port === undefined ? { host } : { host, port: String(Number(port)) }
}
