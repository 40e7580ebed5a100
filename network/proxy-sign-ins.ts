import type { ProxyAddress } from '#contract/network.ts'
import type { Result } from '#contract/result.ts'
import { ok } from '#domain/result.ts'
import type { FindRoute } from './route.ts'

type Credentials = NonNullable<ProxyAddress['credentials']>

/** Who knows what proxies want to hear. */
export interface ProxySignIns {
  /** Without asking anybody. */
  known(proxy: ProxyAddress): Credentials | null
  /** Asks a person where the proxy does. `authority`: `HOST:PORT` that is to be reached. */
  credentialsFor(proxy: ProxyAddress, authority: string): Promise<Result<Credentials | null>>
}

/**
 * Ways whose proxy is told what a person said. A proxy that a variable names with a name and password keeps those. `asks`: who is to
 * be asked, before a connection is made; `knows`: what is known already is used, and nobody is asked.
 */
export function withProxySignIns(find: FindRoute, signIns: ProxySignIns, mood: 'asks' | 'knows'): FindRoute {
  return async (url) => {
    const found = await find(url)
    if (!found.ok) return found
    const { proxy } = found.value
    // SOCKS 4 knows no passwords.
    if (proxy === null || proxy.credentials !== null || proxy.scheme === 'socks4') return found
    const said = mood === 'knows' ? ok(signIns.known(proxy)) : await signIns.credentialsFor(proxy, authorityOf(url))
    return said.ok ? ok({ ...found.value, proxy: { ...proxy, credentials: said.value } }) : said
  }
}

function authorityOf(url: string): string {
  const { protocol, hostname, port } = new URL(url)
  const usual = protocol === 'https:' || protocol === 'wss:' ? '443' : '80'
  return `${hostname}:${port === '' ? usual : port}`
}
