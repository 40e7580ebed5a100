import { isSecretName } from './known-settings.ts'
import { splitHost } from './read-host.ts'
import { holdsSecret, isCertain, splitList, splitQuery, type Setting } from './read-settings.ts'

/** A URL's parts after its scheme. */
export interface UrlParts {
  /** User and password before the host; empty when there is none. */
  readonly login: string
  readonly hosts: readonly { readonly host: string; readonly port?: string }[]
  readonly path: string
  readonly settings: readonly Setting[]
}

interface Reading {
  readonly end: number
  readonly hosts: readonly string[]
  readonly path: string
  /** `?`, `;` or `#`; empty where nothing follows the path. */
  readonly starter: string
  readonly rest: string
}

/** SQL Server's drivers also take the name of an instance behind the host. */
const withoutInstance = (host: string): string => host.replace(/\\[\w$]+(?=:|$)/, '')

/** The text read as if the login ended at `end`, or had none (-1); null where no host would stand there. */
function readingAt(text: string, end: number): Reading | null {
  const [, hostList = '', path = '', starter = '', rest = ''] =
    /^([^/?;#]*)(?:\/([^?;#]*))?([?;#]?)(.*)$/s.exec(text.slice(end + 1)) ?? []
  const hosts = hostList.split(',').map(withoutInstance)
  return hosts.every((host) => splitHost(host) !== null) ? { end, hosts, path, starter, rest } : null
}

function settingsOf({ starter, rest }: Reading): readonly Setting[] | null {
  if (starter === '?') return splitQuery(rest)
  return starter === ';' ? splitList(rest) : []
}

/** The pieces up to the first secret; what follows may be a part of it. */
function beforeSecret({ starter, rest }: Reading): { readonly pieces: readonly string[]; readonly secret: boolean } {
  const pieces = rest.split(starter === ';' ? ';' : '&')
  const first = pieces.findIndex((piece) => piece.includes('=') && isSecretName(piece.split('=')[0] ?? ''))
  return first < 0 ? { pieces, secret: false } : { pieces: pieces.slice(0, first), secret: true }
}

/**
 * Whether a login could end there: what follows the host would have no `@` but in values of settings. Without any login that is
 * always possible: a path may have one.
 */
function isPossible(reading: Reading): boolean {
  if (reading.end < 0) return true
  if (reading.path.includes('@') || (reading.starter === '#' && reading.rest.includes('@'))) return false
  return beforeSecret(reading).pieces.every((piece) => !piece.includes('@') || /^[\w.-]+=/.test(piece))
}

/** Whether a setting of a secret name comes before any further `@`: those after it are the secret's own. */
function reachesSecret(reading: Reading): boolean {
  const { pieces, secret } = beforeSecret(reading)
  const isPlain = (piece: string): boolean => /^[\w. -]+(?:=[^@]*)?$/.test(piece)
  return secret && (reading.starter === '?' || reading.starter === ';') && pieces.every(isPlain)
}

/** More than any password has; a bound for hostile text. */
const mostMarks = 32

function possibleReadings(text: string): readonly Reading[] {
  const ends = [-1, ...[...text.matchAll(/@/g)].map(({ index }) => index)]
  if (ends.length > mostMarks) return []
  const found: Reading[] = []
  for (const end of ends) {
    const reading = readingAt(text, end)
    if (reading === null) continue
    if (isPossible(reading)) found.push(reading)
    if (reachesSecret(reading)) break
  }
  return found
}

/**
 * Splits what follows `scheme://`. A password that was not encoded may have any mark in it, an `@` and a `/` too: each `@` may be
 * the end of the login. Null when not exactly one of them can be, or when settings may be the rest of a password.
 */
export function splitUrl(text: string): UrlParts | null {
  const [reading, ...others] = possibleReadings(text)
  if (reading === undefined || others.length > 0) return null
  const { end, hosts, path, starter, rest } = reading
  // Behind no host that can be read, all of it may be a password.
  if (starter === '#' && rest.includes('@')) return null
  const login = text.slice(0, Math.max(0, end))
  const settings = settingsOf(reading)
  if (settings === null || !isCertain(settings) || /[\s@"'{}]/.test(path) || holdsSecret(login)) return null
  return {
    login,
    hosts: hosts.flatMap((host) => splitHost(host) ?? []),
    path,
    settings,
  }
}
