import { isIPv6 } from 'node:net'
import type { ProxyAddress } from '#contract/network.ts'
import type { Result } from '#contract/result.ts'
import { fail, ok } from '#domain/result.ts'
import type { ProxySetting } from './proxy-variables.ts'

const usualPort = { http: 80, https: 443, socks4: 1080, socks5: 1080 } as const

/** Ways to write a scheme. Names are left to the proxy whichever is written: what is asked for is not in this network. */
const schemes: Readonly<Record<string, ProxyAddress['scheme']>> = {
  http: 'http',
  https: 'https',
  socks: 'socks5',
  socks5: 'socks5',
  socks5h: 'socks5',
  socks4: 'socks4',
  socks4a: 'socks4',
}

/**
 * Reads a proxy's address as people write it: without a scheme, and with `%`, `@`, `#` or `/` in a password that should
 * have been escaped (what is an escape is one). PROXY_UNUSABLE for a scheme that is not spoken here, and for
 * what is no address; without a word of what it says, for that may be a password.
 */
export function readProxy({ variable, text }: ProxySetting): Result<ProxyAddress> {
  const written = /^([a-z][a-z\d+.-]*):\/\//i.exec(text)
  const said = (written?.[1] ?? 'http').toLowerCase()
  const scheme = schemes[said]
  if (scheme === undefined) return fail('PROXY_UNUSABLE', { variable, reason: 'scheme', scheme: said })
  const rest = text.slice(written?.[0].length ?? 0).replace(/^\/\//, '')
  const at = rest.lastIndexOf('@')
  const place = placeIn(rest.slice(at + 1), usualPort[scheme])
  if (place === null) return fail('PROXY_UNUSABLE', { variable, reason: 'unreadable' })
  return ok({ scheme, ...place, credentials: at > 0 ? credentialsIn(rest.slice(0, at)) : null })
}

function placeIn(text: string, usual: number): { readonly host: string; readonly port: number } | null {
  const url = `http://${text}`
  if (!URL.canParse(url)) return null
  const { hostname, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  // Node's parser takes the port 80 for said by the scheme.
  const said = port !== '' ? Number(port) : /:0*80(?:[/?#]|$)/.test(text) ? 80 : usual
  return host === '' || said === 0 ? null : { host, port: said }
}

function credentialsIn(text: string): ProxyAddress['credentials'] {
  const colon = text.indexOf(':')
  const user = colon < 0 ? text : text.slice(0, colon)
  return { user: decode(user), password: colon < 0 ? '' : decode(text.slice(colon + 1)) }
}

/** Escapes that are some, decoded; a `%` that is none stays what it is. */
function decode(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  )
}

/** The address as a URL that every program reads alike. Holds the password. */
export function proxyUrl(proxy: ProxyAddress): string {
  const { credentials } = proxy
  const who = credentials === null ? '' : `${encode(credentials.user)}:${encode(credentials.password)}@`
  return `${proxy.scheme}://${who}${proxyPlace(proxy)}`
}

/** `p.corp:3128`, without a name and password: what a person is told of it. */
export function proxyPlace({ host, port }: ProxyAddress): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`
}

/** More than the standard's own function: Go takes none of these for part of a name or password. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
