import type { FirstBytes } from '../first-bytes/first-bytes.ts'
import type { ClientHello } from '../first-bytes/client-hello.ts'
import type { HttpRequest } from '../first-bytes/http-request.ts'
import { mayBeHttp, type Opening } from '../kinds/opening.ts'
import { isOwnServerName, judgeRequest, type WebDoor } from './web-request.ts'
import { requestFacts, shownHost, type RefusedClient } from './refused-client.ts'

/** A local port, as far as it matters to who comes. */
export interface Door extends WebDoor {
  readonly opening: Opening
}

/** What becomes of a client by what it said so far. */
export type Admission =
  /** More has to come, or time has to pass, before one can tell. */
  | { readonly is: 'open' }
  /** It may have a session. `requests`: it speaks HTTP, and each of its requests is judged as the first was. */
  | { readonly is: 'welcome'; readonly judged: 'once' | 'by-request' }
  | { readonly is: 'refused'; readonly client: RefusedClient }

const open: Admission = { is: 'open' }
const welcome: Admission = { is: 'welcome', judged: 'once' }
const notUnderstood: Admission = { is: 'refused', client: { reason: 'not-understood' } }

/** ALPN names of what browsers speak inside TLS. */
const webProtocols: readonly string[] = ['h2', 'http/1.1', 'http/1.0']

/** ALPN names of what is inside TLS for WebRTC (RFC 7443, RFC 8833); most browsers name none there. */
const webRtcProtocols: readonly string[] = ['stun.turn', 'stun.nat-discovery', 'webrtc', 'c-webrtc']

/** Judges a client by its first bytes. Pure; asked again whenever more of them came. */
export function admissionOf(said: FirstBytes, door: Door): Admission {
  switch (said.kind) {
    case 'nothing':
      return open
    case 'undecided':
      return said.mayBe === 'anything-else' && door.opening.firstWord === 'either' ? welcome : open
    case 'http-request':
      return admitRequest(said.request, door)
    case 'http2-preface':
      // No browser says this; gRPC does. Whom it wants can not be read.
      return door.opening.firstWord === 'either' ? welcome : refusedWeb({ protocol: 'http2' })
    case 'web-rtc':
      return refusedWeb({ protocol: 'web-rtc' })
    case 'client-hello':
      return admitHello(said.hello, door)
    case 'postgresql-message':
    case 'redis-command':
      return admitWords(said.kind, door.opening)
    case 'unknown':
      return door.opening.firstWord === 'either' ? welcome : notUnderstood
  }
}

/** What becomes of a client whose time is up, or who will say no more: what it began to say counts as it is. */
export function admissionInTheEnd(said: FirstBytes, door: Door): Admission {
  const admission = admissionOf(said, door)
  if (admission.is !== 'open') return admission
  if (said.kind === 'nothing') return door.opening.firstWord === 'client' ? open : welcome
  return door.opening.firstWord === 'either' && said.kind === 'undecided' ? welcome : notUnderstood
}

function admitRequest(request: HttpRequest, door: Door): Admission {
  if (!mayBeHttp(door.opening)) return refusedWeb({ protocol: 'http', ...requestFacts(request) })
  if (request.head.is === 'begun') return open
  const client = refusedRequest(request, door)
  return client === null ? { is: 'welcome', judged: 'by-request' } : { is: 'refused', client }
}

/** Why a whole request at a door where HTTP is spoken is refused, or null. */
export function refusedRequest(request: HttpRequest, door: WebDoor): RefusedClient | null {
  const fault = judgeRequest(request, door)
  return fault === null ? null : { reason: 'web', protocol: 'http', ...requestFacts(request), fault }
}

/**
 * Host and origin of what is inside can not be read: the server's name is all there is. Where nobody knows what is spoken, a
 * client that does not speak as browsers do may be for any name.
 */
function admitHello({ serverName, protocols }: ClientHello, door: Door): Admission {
  const { opening } = door
  if (protocols.some((protocol) => webRtcProtocols.includes(protocol))) return refusedWeb({ protocol: 'web-rtc' })
  const isWeb = protocols.some((protocol) => webProtocols.includes(protocol))
  const isForUs = serverName === null || isOwnServerName(serverName, door)
  const client = isForUs ? {} : { ...shownHost(serverName), fault: 'host' as const }
  if (isWeb && !mayBeHttp(opening)) return refusedWeb({ protocol: 'tls', ...client })
  if (opening.firstWord === 'server') return notUnderstood
  if (isForUs || (opening.firstWord === 'either' && !isWeb)) return welcome
  return refusedWeb({ protocol: 'tls', ...client })
}

function admitWords(words: 'postgresql-message' | 'redis-command', opening: Opening): Admission {
  if (opening.firstWord === 'either') return welcome
  return opening.firstWord === 'client' && opening.says === words ? welcome : notUnderstood
}

function refusedWeb(client: Omit<Extract<RefusedClient, { reason: 'web' }>, 'reason'>): Admission {
  return { is: 'refused', client: { reason: 'web', ...client } }
}
