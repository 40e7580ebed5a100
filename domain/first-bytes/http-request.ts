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
  /** Whether each line has the one form that all readers of HTTP read in the same way. */
  readonly form: 'strict' | 'loose'
}

/** Whether the head came: whole, with its bytes up to and with the empty line; in part; or longer than anybody looks at. */
export type HttpHead =
  | { readonly is: 'whole'; readonly length: number }
  | { readonly is: 'begun' }
  | { readonly is: 'too-long' }

/** A method is any token (RFC 9110 §5.6.2), in small letters too: a page may choose it, were it the name of a Redis command. */
const requestLine = /^([!#$%&'*+.^_`|~\w-]+) ([!-~\x80-\xff]+) (HTTP\/\d(?:\.\d)?)$/
/** What some servers take for one all the same (RFC 9112 §3): blanks of any kind between and after its words. */
const looseRequestLine = /^([!#$%&'*+.^_`|~\w-]+)[ \t\r\xa0]+(.*?)[ \t\r\xa0]+(HTTP\/\d(?:\.\d)?)[ \t\r\xa0]*$/i
/** A header as every reader reads it (RFC 9112 §5): no blank before the colon, nothing unprintable in the value. */
const headerLine = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?[ \t]*$/
/** The same without its end; a target is a path, an address or `*`, and may not have begun. */
const longRequestLine = /^([!#$%&'*+.^_`|~\w-]+) ([/a-zA-Z*]\S*)?$/
const [lineFeed, carriageReturn] = [0x0a, 0x0d]

/**
 * Reads a request at the front; null where the first line is none. It is read once that line is whole, or has no end within
 * `limit` bytes: a long address must not hide what it is.
 */
export function readHttpRequest(bytes: Uint8Array, limit: number): HttpRequest | 'more' | null {
  const lineEnd = bytes.indexOf(lineFeed)
  if (!bytes.subarray(0, lineEnd < 0 ? bytes.length : lineEnd).every(isOfText)) return null
  if (lineEnd < 0) return bytes.length < limit ? 'more' : longRequest(bytes)
  const line = lineAt(bytes, 0, lineEnd)
  const strict = requestLine.exec(line.text)
  const words = strict ?? looseRequestLine.exec(line.text)
  if (words === null) return null
  const [, method = '', target = '', version = ''] = words
  const { headers, ...rest } = readHeaders(bytes, lineEnd + 1, limit)
  const isStrict = strict !== null && line.form === 'strict' && rest.form === 'strict'
  return { method, target, version, headers, head: rest.head, form: isStrict ? 'strict' : 'loose' }
}

type Headers = Pick<HttpRequest, 'headers' | 'head' | 'form'>

function readHeaders(bytes: Uint8Array, from: number, limit: number): Headers {
  const headers: [string, string][] = []
  let form: HttpRequest['form'] = 'strict'
  let at = from
  for (let end = bytes.indexOf(lineFeed, at); end >= 0; end = bytes.indexOf(lineFeed, at)) {
    const line = lineAt(bytes, at, end)
    at = end + 1
    if (line.form === 'loose') form = 'loose'
    if (line.text === '') return { headers, head: { is: 'whole', length: at }, form }
    const header = headerLine.exec(line.text)
    if (header === null) form = 'loose'
    headers.push(header === null ? looseHeader(line.text) : [(header[1] ?? '').toLowerCase(), header[2] ?? ''])
  }
  return { headers, head: { is: bytes.length < limit ? 'begun' : 'too-long' }, form }
}

/** True where a first line that has no end yet, or has not begun, may be a request's. */
export function mayBecomeRequest(bytes: Uint8Array): boolean {
  return /^(?:[!#$%&'*+.^_`|~\w-]+(?: |$)|\r?$)/.test(latin1(bytes))
}

function longRequest(bytes: Uint8Array): HttpRequest | null {
  const line = longRequestLine.exec(latin1(bytes))
  if (line === null) return null
  const [, method = '', target = ''] = line
  return { method, target, version: '', headers: [], head: { is: 'too-long' }, form: 'strict' }
}

/** The values of a header, in the order in which they came. */
export function headerValues({ headers }: HttpRequest, name: string): readonly string[] {
  return headers.filter(([each]) => each === name).map(([, value]) => value)
}

/** A line without its end, which is strict with both characters, and no other of either within. */
function lineAt(bytes: Uint8Array, start: number, lineFeedAt: number): { text: string; form: HttpRequest['form'] } {
  const isEnded = lineFeedAt > start && bytes[lineFeedAt - 1] === carriageReturn
  const text = latin1(bytes.subarray(start, isEnded ? lineFeedAt - 1 : lineFeedAt))
  return { text, form: isEnded && !text.includes('\r') ? 'strict' : 'loose' }
}

/** A line without a colon is kept under its whole text, so that no reader of headers takes it for another one's. */
function looseHeader(text: string): [string, string] {
  const colon = text.indexOf(':')
  return colon < 0 ? [text, ''] : [text.slice(0, colon).toLowerCase(), text.slice(colon + 1).trim()]
}

function isOfText(byte: number): boolean {
  return byte >= 0x20 || byte === 0x09 || byte === carriageReturn
}
