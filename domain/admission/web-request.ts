import type { RequestFault } from '#contract/refused-client.ts'
import { headerValues, type HttpRequest } from '../first-bytes/http-request.ts'
import { originOfReferer } from './refused-client.ts'

/** A door, as far as it matters to HTTP. */
export interface WebDoor {
  readonly localPort: number
  /** The loopback address that is its own, if it has one. */
  readonly localAddress?: string | undefined
  /** The address of a network at which it listens as well, if it does. */
  readonly networkAddress?: string | null
  /** The host that the tunnel leads to, as its definition names it. */
  readonly endpointHost: string
  /** Origins of pages that may use the door, beside its own: `https://dashboards.example`. */
  readonly allowedOrigins: readonly string[]
  /** Names that the person gave this computer, in small letters: `db.local.test`. */
  readonly localNames: readonly string[]
}

/** Names of this computer that nobody can give to another one. */
const ownHosts: readonly string[] = ['localhost', '127.0.0.1', '::1']
/** `.localhost` is nobody's (RFC 6761 §6.3); the others stand in hosts files, of distributions and of Docker and Podman. */
const localNames = /^(?:.+\.localhost|localhost\.localdomain|host\.(?:docker|containers)\.internal)$/
const hostWithPort = /^(\[[0-9a-f:.]+\]|[^:/?#@\s[\]]+)(?::(\d{1,5}))?$/i
const originForm = /^([a-z][a-z0-9+.-]*):\/\/([^/?#@\s]+)$/i
const usualPort = 80

/**
 * What is wrong with a request whose head has come, or null. It must be for this computer or for the real host, which a page
 * behind a name of its own (DNS rebinding) is not; and where it comes from a page, that must be one of the door's own.
 */
export function judgeRequest(request: HttpRequest, door: WebDoor): RequestFault | null {
  const isHttp1 = /^HTTP\/1\.[01]$/.test(request.version)
  const isClear = request.head.is === 'whole' && request.form === 'strict'
  if (!isClear || !isHttp1 || request.method === 'CONNECT') return 'form'
  const hosts = hostsOf(request)
  if (hosts === null) return 'form'
  if (!hosts.every((host) => isOwnHost(host, door))) return 'host'
  return comesFromDoor(request, door) ? null : 'origin'
}

/** True for a name of this computer, its own or one that the person gave it, of the real host, or of a page that may use the door. */
function isOwnHost(host: string, door: WebDoor): boolean {
  const { localAddress, networkAddress, endpointHost, allowedOrigins, localNames } = door
  const name = plainName(host)
  const isDoor = name === localAddress || name === networkAddress
  if (ownHosts.includes(name) || isDoor || localNames.includes(name) || name === plainName(endpointHost)) return true
  return allowedOrigins.some((origin) => partsOf(origin)?.host === name)
}

/**
 * The same for the name in a ClientHello, which may also be one that this computer has for itself, and from inside a container. No page
 * can be given such a name, and one that asks for `localhost` is let through as well.
 */
export function isOwnServerName(name: string, door: WebDoor): boolean {
  return isOwnHost(name, door) || localNames.test(plainName(name))
}

/** Whom a request names, in its header and in an address in its first line; null where that can not be told. */
function hostsOf(request: HttpRequest): readonly string[] | null {
  const named = headerValues(request, 'host')
  const isCounted = named.length === 1 || (named.length === 0 && request.version === 'HTTP/1.0')
  if (!isCounted) return null
  const { target } = request
  const isAddress = !target.startsWith('/') && target !== '*'
  const addressed = isAddress ? [/^https?:\/\/([^/?#]*)/i.exec(target)?.[1] ?? ''] : []
  const hosts = [...named, ...addressed].map((value) => hostWithPort.exec(value)?.[1])
  return hosts.every((host) => host !== undefined) ? hosts : null
}

/**
 * Browsers say where a request comes from (`Origin`) or how far from here (`Sec-Fetch-Site`), and pages can change neither. What
 * says neither comes from no page, or from one that an old browser shows: then the page that it names tells.
 */
function comesFromDoor(request: HttpRequest, door: WebDoor): boolean {
  const [origin, site] = [onlyValue(request, 'origin'), onlyValue(request, 'sec-fetch-site')]
  if (origin !== undefined) return isAllowed(origin, door) || (isOwnOrigin(origin, door) && isNear(site))
  const page = originOfReferer(request)
  if (page !== undefined && isAllowed(page, door)) return true
  if (site !== undefined) return isNear(site)
  return page === undefined || isOwnOrigin(page, door)
}

/** `none` is the person, who typed the address. */
function isNear(site: string | undefined): boolean {
  return site === undefined || site === 'same-origin' || site === 'none'
}

/** Two values say nothing that one could rely on. */
function onlyValue(request: HttpRequest, name: string): string | undefined {
  const values = headerValues(request, name)
  return values.length > 1 ? 'several' : values[0]
}

function isAllowed(origin: string, { allowedOrigins }: WebDoor): boolean {
  return allowedOrigins.includes(origin.toLowerCase())
}

function isOwnOrigin(origin: string, door: WebDoor): boolean {
  const parts = partsOf(origin)
  return parts !== null && parts.scheme === 'http' && parts.port === door.localPort && isOwnHost(parts.host, door)
}

function partsOf(origin: string): { readonly scheme: string; readonly host: string; readonly port: number } | null {
  const [, scheme = '', authority = ''] = originForm.exec(origin) ?? []
  const [, host, port] = hostWithPort.exec(authority) ?? []
  if (host === undefined) return null
  return { scheme: scheme.toLowerCase(), host: plainName(host), port: port === undefined ? usualPort : Number(port) }
}

/** In small letters, without the dot of a full name and the brackets of an IPv6 address. */
function plainName(host: string): string {
  return host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1')
}
