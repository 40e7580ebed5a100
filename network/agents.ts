import { createHash } from 'node:crypto'
import { type Agent, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIPv6 } from 'node:net'
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent'
import type { NetworkRoute, ProxyAddress } from '#contract/network.ts'
import { proxyUrl } from './proxy-address.ts'
import { SocksAgent, SocksTlsAgent } from './socks-agents.ts'

/** How an agent keeps connections. */
interface AgentOptions {
  /** `kept`: for the next request, too. */
  readonly connections: 'kept' | 'single'
  /** Ends a conversation with the proxy that has not led to a connection yet. */
  readonly signal?: AbortSignal
}

/** More than anybody here asks for at once. */
const maxSockets = 50

/** Agents that take a route, one for each kind of target. Nothing is connected yet. */
export function agentsFor(
  { proxy, roots }: NetworkRoute,
  { connections, signal }: AgentOptions,
): { readonly plain: Agent; readonly tls: HttpsAgent } {
  const keep = { keepAlive: connections === 'kept', maxSockets }
  const trust = roots === null ? {} : { secureContext: contextOf(roots) }
  if (proxy === null) return { plain: new HttpAgent(keep), tls: new HttpsAgent({ ...keep, ...trust }) }
  // Passed on to the CONNECT request, which takes more than the package's types say.
  const asked = { headers: {}, ...(signal === undefined ? {} : { signal }) }
  if (proxy.scheme === 'socks4' || proxy.scheme === 'socks5') {
    const way = { proxy, ...(signal === undefined ? {} : { signal }) }
    return { plain: new SocksAgent(keep, way), tls: new SocksTlsAgent({ ...keep, ...trust }, way) }
  }
  const address = addressOf(proxy)
  return {
    plain: new HttpProxyAgent({ ...keep, proxy: address, proxyRequestOptions: { ...asked, ...trust } }),
    tls: new HttpsProxyAgent({ ...keep, ...trust, proxy: address, proxyRequestOptions: { ...asked, ...trust } }),
  }
}

/** The agent for one connection to a URL; undefined where Node's own does. */
export function agentFor(url: string, route: NetworkRoute, signal?: AbortSignal): Agent | undefined {
  if (route.proxy === null && route.roots === null) return undefined
  const agents = agentsFor(route, { connections: 'single', ...(signal === undefined ? {} : { signal }) })
  return /^(?:wss|https):/.test(url) ? agents.tls : agents.plain
}

/** The package hands the name to Node's resolver, which takes an IPv6 address without its brackets only. */
function addressOf(proxy: ProxyAddress): URL {
  const url = new URL(proxyUrl(proxy))
  return isIPv6(proxy.host) ? Object.defineProperty(url, 'hostname', { value: proxy.host }) : url
}

const digests = new WeakMap<readonly string[], string>()

/** The same for the same authorities. */
export function digestOf(roots: readonly string[]): string {
  const known = digests.get(roots) ?? createHash('sha256').update(roots.join('\n')).digest('hex')
  digests.set(roots, known)
  return known
}

let lastContext: { readonly digest: string; readonly context: SecureContext } | null = null

/** Reading some 150 certificates takes longer than the rest of a connection: it is done once for those in use. */
function contextOf(roots: readonly string[]): SecureContext {
  const digest = digestOf(roots)
  if (lastContext?.digest !== digest) {
    lastContext = { digest, context: createSecureContext({ ca: [...rootCertificates, ...roots] }) }
  }
  return lastContext.context
}
