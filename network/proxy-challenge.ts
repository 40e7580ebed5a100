import { request } from 'node:http'
import { once } from 'node:events'
import type { ProxyAddress } from '#contract/network.ts'

/**
 * The ways to sign in that an HTTP proxy takes, in lower case (`basic`, `negotiate`, `ntlm`), as it tells them who comes without a
 * name; empty where it does not tell them. The agents keep no more of its answer than the status.
 */
export async function schemesOf(
  proxy: ProxyAddress,
  authority: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (proxy.scheme !== 'http') return []
  const { host, port } = proxy
  const asked = request({
    host,
    port,
    method: 'CONNECT',
    path: authority,
    headers: { host: authority },
    agent: false,
    signal,
  })
  try {
    const [answer] = await once(asked.end(), 'connect', { signal })
    return schemesIn(answer)
  } catch {
    return []
  } finally {
    asked.destroy()
  }
}

/** The ways to sign in that a proxy's answer names: each challenge begins with its scheme; parameters hold an equals sign. */
export function schemesIn(answer: unknown): readonly string[] {
  const header: unknown = Reflect.get(Object(Reflect.get(Object(answer), 'headers')), 'proxy-authenticate')
  if (typeof header !== 'string') return []
  const words = header.split(/,\s*/).map((challenge) => challenge.trim().split(/\s+/)[0] ?? '')
  return [...new Set(words.filter((word) => /^[a-z-]+$/i.test(word)).map((word) => word.toLowerCase()))].slice(0, 8)
}
