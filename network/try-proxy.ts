import { once } from 'node:events'
import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { rootCertificates } from 'node:tls'
import type { ProxyAddress } from '#contract/network.ts'
import { schemesIn } from './proxy-challenge.ts'
import { RouteError } from './route-error.ts'
import { throughSocks } from './socks-agents.ts'

/** What a proxy said to one request for a connection; `schemes` in lower case, empty where it did not tell them. */
type Said = { readonly said: 'through' | 'unclear' } | { readonly said: 'asks'; readonly schemes: readonly string[] }

/** A proxy that asks an authority before it answers takes a second or two. */
const patienceMs = 5_000

/**
 * Asks a proxy once for a connection to `authority` (`HOST:PORT`), with the credentials that it has, and closes it. `unclear`: it
 * refused for another reason, or did not answer within five seconds.
 */
export async function tryProxy(proxy: ProxyAddress, authority: string, roots: readonly string[] | null): Promise<Said> {
  const signal = AbortSignal.timeout(patienceMs)
  try {
    const isSocks = proxy.scheme === 'socks5' || proxy.scheme === 'socks4'
    return isSocks ? await trySocks(proxy, authority, signal) : await tryConnect(proxy, authority, roots, signal)
  } catch {
    return { said: 'unclear' }
  }
}

async function tryConnect(
  { scheme, host, port, credentials }: ProxyAddress,
  authority: string,
  roots: readonly string[] | null,
  signal: AbortSignal,
): Promise<Said> {
  const signIn = credentials === null ? {} : { 'proxy-authorization': basic(credentials) }
  const asked = (scheme === 'https' ? requestTls : requestPlain)({
    ...{ host, port, method: 'CONNECT', path: authority, agent: false, signal },
    headers: { host: authority, ...signIn },
    ...(roots === null ? {} : { ca: [...rootCertificates, ...roots] }),
  })
  try {
    const [answer] = await once(asked.end(), 'connect', { signal })
    const status = Number(Reflect.get(Object(answer), 'statusCode'))
    if (status === 200) return { said: 'through' }
    return status === 407 ? { said: 'asks', schemes: schemesIn(answer) } : { said: 'unclear' }
  } finally {
    asked.destroy()
  }
}

async function trySocks(proxy: ProxyAddress, authority: string, signal: AbortSignal): Promise<Said> {
  const { hostname, port } = new URL(`http://${authority}`)
  try {
    const socket = await throughSocks({ proxy, signal }, { host: hostname, port: port === '' ? 80 : port })
    socket.destroy()
    return { said: 'through' }
  } catch (error) {
    const isAsking = error instanceof RouteError && error.problem.code === 'PROXY_SIGN_IN'
    return isAsking ? { said: 'asks', schemes: [] } : { said: 'unclear' }
  }
}

function basic({ user, password }: NonNullable<ProxyAddress['credentials']>): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}
