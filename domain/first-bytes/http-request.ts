import { latin1 } from './byte-reader.ts'

/** The head of a request in HTTP/1, as far as it came. */
export interface HttpRequest {
  readonly method: string
  /** As it stands in the request line: a path, or an address. */
  readonly target: string
  /** `HTTP/1.1`; empty where the request line itself is too long. */
  readonly version: string
  /** Names in small letters, in the order in which they came; a name may come twice. Lines that are not whole are left out. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly head: HttpHead
}

/** Whether the head came: whole, with its bytes up to and with the empty line; in part; or longer than anybody looks at. */
export type HttpHead =
  | { readonly is: 'whole'; readonly length: number }
  | { readonly is: 'begun' }
  | { readonly is: 'too-long' }

/** A method is any token (RFC 9110 §5.6.2), in small letters too: a page may choose it, were it the name of a Redis command. */
const requestLine = /^([!#$%&'*+.^_`|~\w-]+) (\S+) (HTTP\/\d(?:\.\d)?)$/
/** The same without its end; a target is a path, an address or `*`. */
const longRequestLine = /^([!#$%&'*+.^_`|~\w-]+) ([/a-zA-Z*]\S*)$/
const [lineFeed, carriageReturn] = [0x0a, 0x0d]

/**
 * Reads a request at the front; null where the first line is none. It is read once that line is whole, or has no end within
 * `limit` bytes: a long address must not hide what it is.
 */
export function readHttpRequest(bytes: Uint8Array, limit: number): HttpRequest | 'more' | null {
  const lineEnd = bytes.indexOf(lineFeed)
  if (!bytes.subarray(0, lineEnd < 0 ? bytes.length : lineEnd).every(isOfText)) return null
  if (lineEnd < 0) return bytes.length < limit ? 'more' : longRequest(bytes)
  const line = requestLine.exec(lineAt(bytes, 0, lineEnd))
  if (line === null) return null
  const [, method = '', target = '', version = ''] = line
  const headers: [string, string][] = []
  let at = lineEnd + 1
  for (let end = bytes.indexOf(lineFeed, at); end >= 0; end = bytes.indexOf(lineFeed, at)) {
    const text = lineAt(bytes, at, end)
    at = end + 1
    if (text === '') return { method, target, version, headers, head: { is: 'whole', length: at } }
    headers.push(headerOf(text))
  }
  return { method, target, version, headers, head: { is: bytes.length < limit ? 'begun' : 'too-long' } }
}

/** True where a first line that has no end yet may be a request's. */
export function mayBecomeRequest(bytes: Uint8Array): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+(?: |$)/.test(latin1(bytes))
}

function longRequest(bytes: Uint8Array): HttpRequest | null {
  const line = longRequestLine.exec(latin1(bytes))
  if (line === null) return null
  const [, method = '', target = ''] = line
  return { method, target, version: '', headers: [], head: { is: 'too-long' } }
}

/** The values of a header, in the order in which they came. */
export function headerValues({ headers }: HttpRequest, name: string): readonly string[] {
  return headers.filter(([each]) => each === name).map(([, value]) => value)
}

function lineAt(bytes: Uint8Array, start: number, lineFeedAt: number): string {
  const end = bytes[lineFeedAt - 1] === carriageReturn ? lineFeedAt - 1 : lineFeedAt
  return latin1(bytes.subarray(start, Math.max(start, end)))
}

/** A line without a colon is kept under its whole text, so that no reader of headers takes it for another one's. */
function headerOf(text: string): [string, string] {
  const colon = text.indexOf(':')
  return colon < 0 ? [text, ''] : [text.slice(0, colon).toLowerCase(), text.slice(colon + 1).trim()]
}

function isOfText(byte: number): boolean {
  return byte >= 0x20 || byte === 0x09 || byte === carriageReturn
}
