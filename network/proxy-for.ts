import type { ProxyAddress } from '#contract/network.ts'
import type { Result } from '#contract/result.ts'
import { ok } from '#domain/result.ts'
import type { EnvironmentVariables } from './environment-variables.ts'
import { readProxy } from './proxy-address.ts'
import { type Destination, isExcepted, isNear } from './proxy-exceptions.ts'
import { exceptionList, proxySetting } from './proxy-variables.ts'

/** The proxy on the way to a URL's host, or null to connect directly. */
export function proxyFor(url: string, environment: EnvironmentVariables): Result<ProxyAddress | null> {
  const { protocol, destination } = destinationOf(url)
  if (isNear(destination)) return ok(null)
  const setting = proxySetting(environment, protocol === 'https:' || protocol === 'wss:' ? 'tls' : 'plain')
  if (setting === null || isExcepted(destination, exceptionList(environment))) return ok(null)
  return readProxy(setting)
}

function destinationOf(url: string): { readonly protocol: string; readonly destination: Destination } {
  const { protocol, hostname, port } = new URL(url)
  const usual = protocol === 'https:' || protocol === 'wss:' ? 443 : 80
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  return { protocol, destination: { host, port: port === '' ? usual : Number(port) } }
}
