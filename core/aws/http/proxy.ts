import type { Environment } from './environment.ts'

/** Never through a proxy: this computer, and the instance metadata service. */
const alwaysDirect = ['127.0.0.1', 'localhost', '::1', '169.254.169.254']

/** The proxy for a host by the usual variables (lower case wins), or null to connect directly. */
export function proxyFor(environment: Environment, protocol: string, hostname: string): string | null {
  const variable = (name: string): string | undefined => environment[name.toLowerCase()] || environment[name]
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (alwaysDirect.includes(host) || isExcepted(host, variable('NO_PROXY') ?? '')) return null
  const proxy = (protocol === 'http:' ? variable('HTTP_PROXY') : variable('HTTPS_PROXY')) ?? variable('ALL_PROXY')
  if (proxy === undefined) return null
  return proxy.includes('://') ? proxy : `http://${proxy}`
}

/** `*`, `host`, `.domain`, `*.domain` and `host:port` (the port is of no matter to the AWS hosts). */
function isExcepted(host: string, list: string): boolean {
  return list
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true
      const name = entry
        .toLowerCase()
        .replace(/:\d+$/, '')
        .replace(/^\*?\./, '')
      return host === name || host.endsWith(`.${name}`)
    })
}
