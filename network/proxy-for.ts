import type { FoundIn, ProxyAddress } from '#contract/network.ts'
import type { Result } from '#contract/result.ts'
import { ok } from '#domain/result.ts'
import type { EnvironmentVariables } from './environment-variables.ts'
import { readProxy } from './proxy-address.ts'
import { type Destination, isExcepted, isNear } from './proxy-exceptions.ts'
import { exceptionList, proxySetting } from './proxy-variables.ts'

/** What the variables say about the way to a host; `unsaid` where the system's settings may decide. */
export interface VariablesSay {
  /** Null to connect directly. */
  readonly proxy: ProxyAddress | null
  readonly foundIn: FoundIn
}

/** Reads the variables for a URL's host. PROXY_UNUSABLE where they name a proxy that can not be used. */
export function variablesFor(url: string, environment: EnvironmentVariables): Result<VariablesSay> {
  const { protocol, destination } = destinationOf(url)
  if (isNear(destination)) return ok(direct('near'))
  const setting = proxySetting(environment, protocol === 'https:' || protocol === 'wss:' ? 'tls' : 'plain')
  if (setting?.text === '') return ok({ proxy: null, foundIn: { by: 'variable', variable: setting.variable } })
  if (isExcepted(destination, exceptionList(environment))) return ok(direct('exception'))
  if (setting === null) return ok(direct('unsaid'))
  const proxy = readProxy(setting)
  return proxy.ok ? ok({ proxy: proxy.value, foundIn: { by: 'variable', variable: setting.variable } }) : proxy
}

const direct = (by: 'near' | 'exception' | 'unsaid'): VariablesSay => ({ proxy: null, foundIn: { by } })

function destinationOf(url: string): { readonly protocol: string; readonly destination: Destination } {
  const { protocol, hostname, port } = new URL(url)
  const usual = protocol === 'https:' || protocol === 'wss:' ? 443 : 80
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  return { protocol, destination: { host, port: port === '' ? usual : Number(port) } }
}
