import { type ProxyAddress, proxyAddress } from '#contract/network.ts'
import type { SecretStore } from '../ports.ts'
import type { ProxyCredentials } from './ports.ts'

/** Names and passwords at proxies that a person had kept, in the system's keychain. */
export interface KeptProxySignIns {
  get(proxy: ProxyAddress): Promise<ProxyCredentials | null>
  put(proxy: ProxyAddress, credentials: ProxyCredentials): Promise<void>
  remove(proxy: ProxyAddress): Promise<void>
}

/** A keychain that does not answer keeps nothing, and costs nobody a connection. */
export function createKeptProxySignIns(secrets: Pick<SecretStore, 'get' | 'set' | 'remove'>): KeptProxySignIns {
  return {
    async get(proxy) {
      const kept = await secrets.get(nameOf(proxy)).catch(() => null)
      return kept === null ? null : read(kept)
    },
    put: (proxy, { user, password }) =>
      secrets.set(nameOf(proxy), JSON.stringify({ user, password })).catch(() => undefined),
    remove: (proxy) => secrets.remove(nameOf(proxy)).catch(() => undefined),
  }
}

/** Each proxy by itself: what one was told goes to no other. */
const nameOf = ({ scheme, host, port }: ProxyAddress): string => `proxy ${scheme}://${host}:${port}`

function read(kept: string): ProxyCredentials | null {
  try {
    const parsed = proxyAddress.shape.credentials.safeParse(JSON.parse(kept))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
