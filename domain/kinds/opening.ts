/** Which of a client's words begin a connection. */
export type FirstWords = 'postgresql-message' | 'redis-command' | 'http-request'

/**
 * Who speaks first on a new connection, and what a client may say then. Where the client does, a connection without its words is
 * none yet, and other words are somebody else's: a web browser's, most often. TLS is spoken in front of any of them.
 */
export type Opening =
  | { readonly firstWord: 'client'; readonly says: FirstWords }
  /** The server greets; a client that speaks before is none of its own. */
  | { readonly firstWord: 'server' }
  /** Nobody knows: it depends on what is at the endpoint. */
  | { readonly firstWord: 'either' }

/** True where HTTP may be what is spoken. */
export function mayBeHttp(opening: Opening): boolean {
  return opening.firstWord === 'either' || (opening.firstWord === 'client' && opening.says === 'http-request')
}

/** The port of MySQL's X protocol, in which the client speaks first. */
const mysqlXPort = 33_060

/** The opening at an endpoint of a kind; a port may speak another protocol than its kind does. */
export function openingAt(opening: Opening, endpointPort: number): Opening {
  return opening.firstWord === 'server' && endpointPort === mysqlXPort ? { firstWord: 'either' } : opening
}
