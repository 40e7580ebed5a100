import { latin1 } from '../first-bytes/byte-reader.ts'
import { firstBytesLimit, readFirstBytes } from '../first-bytes/first-bytes.ts'
import { headerValues, type HttpRequest } from '../first-bytes/http-request.ts'

/** What is read next of a connection that speaks HTTP/1. */
type Part =
  | { readonly of: 'head' }
  /** So many bytes of a body, or of one of its chunks. */
  | { readonly of: 'body' | 'chunk'; readonly left: number }
  | { readonly of: 'chunk-size' | 'chunk-end' | 'trailers' }
  /** After an upgrade it is HTTP no more. */
  | { readonly of: 'anything' }

/** A chunk's size with its extensions, or a trailer: nobody needs a longer line. */
const longestLine = 8_192
const lineFeed = 0x0a
const nothing = new Uint8Array()

/**
 * Follows the requests of one connection (RFC 9112), so that each is judged before a byte of it is passed on: a browser sends
 * requests of several pages over one connection. What could be read in two ways is passed on in none.
 */
export class RequestStream {
  readonly #judge: (request: HttpRequest) => 'pass' | 'refuse'
  #part: Part = { of: 'head' }
  /** Bytes of a head or a line whose end has not come. */
  #held: Uint8Array = nothing

  constructor(judge: (request: HttpRequest) => 'pass' | 'refuse') {
    this.#judge = judge
  }

  /** What of the next bytes may be passed on, in order; null when among them is what may not: then the connection is over. */
  push(bytes: Uint8Array): readonly Uint8Array[] | null {
    const isSameLine = this.#held.length > 0 && !bytes.includes(lineFeed)
    const passed: Uint8Array[] = []
    let rest = joined(this.#held, bytes)
    // A head is read again only with another line of it: one that comes byte by byte would be read for each.
    if (isSameLine && this.#part.of === 'head' && rest.length < firstBytesLimit) {
      this.#held = rest
      return passed
    }
    this.#held = nothing
    while (rest.length > 0) {
      const length = this.#next(rest)
      if (length === 'refused') return null
      if (length === 'more') {
        this.#held = rest
        break
      }
      passed.push(rest.subarray(0, length))
      rest = rest.subarray(length)
    }
    return passed
  }

  /** Reads one part, or as much of it as is there; its length. */
  #next(rest: Uint8Array): number | 'more' | 'refused' {
    const part = this.#part
    switch (part.of) {
      case 'anything':
        return rest.length
      case 'head':
        return this.#head(rest)
      case 'body':
      case 'chunk':
        return this.#bytesOf(part, rest.length)
      case 'chunk-size':
      case 'chunk-end':
      case 'trailers':
        return this.#line(part.of, rest)
    }
  }

  #head(rest: Uint8Array): number | 'more' | 'refused' {
    const said = readFirstBytes(rest)
    if (said.kind === 'undecided') return 'more'
    if (said.kind !== 'http-request') return 'refused'
    if (said.request.head.is === 'begun') return 'more'
    if (said.request.head.is !== 'whole' || this.#judge(said.request) === 'refuse') return 'refused'
    const next = afterHead(said.request)
    if (next === null) return 'refused'
    this.#part = next
    return said.request.head.length
  }

  #bytesOf({ of, left }: Extract<Part, { left: number }>, there: number): number {
    const length = Math.min(left, there)
    if (length < left) this.#part = { of, left: left - length }
    else this.#part = { of: of === 'chunk' ? 'chunk-end' : 'head' }
    return length
  }

  #line(of: 'chunk-size' | 'chunk-end' | 'trailers', rest: Uint8Array): number | 'more' | 'refused' {
    const end = rest.indexOf(lineFeed)
    if (end < 0) return rest.length < longestLine ? 'more' : 'refused'
    const next = afterLine(of, latin1(rest.subarray(0, Math.min(end, longestLine))))
    if (next === null) return 'refused'
    this.#part = next
    return end + 1
  }
}

/** What follows a line, given with all but its last character; null where not every reader ends it there, or it is none of those. */
function afterLine(of: 'chunk-size' | 'chunk-end' | 'trailers', line: string): Part | null {
  const text = /^([^\r]*)\r$/.exec(line)?.[1]
  if (text === undefined) return null
  if (of === 'trailers') return { of: text === '' ? 'head' : 'trailers' }
  if (of === 'chunk-end') return text === '' ? { of: 'chunk-size' } : null
  const size = /^([0-9a-f]{1,13})[ \t]*(?:;.*)?$/i.exec(text)?.[1]
  if (size === undefined) return null
  const bytes = Number.parseInt(size, 16)
  return bytes === 0 ? { of: 'trailers' } : { of: 'chunk', left: bytes }
}

/** What follows a request's head; null where two readers could disagree about it (RFC 9112 §6.3). */
function afterHead(request: HttpRequest): Part | null {
  const lengths = new Set(headerValues(request, 'content-length'))
  const codings = headerValues(request, 'transfer-encoding')
  // A body before an upgrade is one reader's, and the other protocol's first words another's.
  if (isUpgrade(request)) return lengths.size === 0 && codings.length === 0 ? { of: 'anything' } : null
  if (codings.length > 0) {
    const isChunked = codings.length === 1 && codings[0]?.toLowerCase() === 'chunked'
    return isChunked && lengths.size === 0 && request.version === 'HTTP/1.1' ? { of: 'chunk-size' } : null
  }
  if (lengths.size === 0) return { of: 'head' }
  const [length = ''] = lengths
  if (lengths.size > 1 || !/^\d{1,15}$/.test(length)) return null
  return Number(length) === 0 ? { of: 'head' } : { of: 'body', left: Number(length) }
}

/** Both headers ask for it (RFC 9110 §7.8): with the first alone a server goes on in HTTP. */
function isUpgrade(request: HttpRequest): boolean {
  const options = headerValues(request, 'connection').join(',').toLowerCase().split(',')
  const isAsked = options.some((option) => option.trim() === 'upgrade')
  return isAsked && request.version === 'HTTP/1.1' && headerValues(request, 'upgrade').length > 0
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
