import type { TunnelKind } from '#contract/tunnel.ts'
import { endpointDomain as domain, endpointServices } from '../kinds/endpoint-services.ts'
import { kindOfLocalPort, kindOfPort } from '../kinds/kinds.ts'
import { isOwnLoopback } from '../session-document.ts'
import type { LeftOut, Pasted, PastedValues } from './pasted.ts'

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
  const service = endpointServices.find(({ shape }) => shape.test(lower))
  const region = service?.shape.exec(lower)?.[1]
  const ofPort = isOwnLoopback(lower) ? kindOfLocalPort(Number(known.port)) : undefined
  const kind = known.kind ?? service?.kind ?? kindOfPort(Number(known.port)) ?? ofPort
  const port = known.port ?? service?.port
  const leftOut: LeftOut[] = []
  if (kind === undefined && port === undefined) leftOut.push({ what: 'kind' })
  if (isOwnLoopback(lower)) leftOut.push({ what: 'localhost' })
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
