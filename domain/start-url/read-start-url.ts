import { isWebAddress } from '#contract/forms.ts'
import { portalHostOf } from './portal-host.ts'
import { isOfThisComputer } from './this-computer.ts'

/** The address of an access portal as AWS has it. */
export interface StartUrl {
  readonly startUrl: string
  /** Of the Identity Center, where the address names it. */
  readonly region: string | null
}

/** Characters that are looked at; no address is longer. */
const longest = 2_048

/** Letters that cannot be seen: they come with text out of mails, chats and documents. */
const invisible = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/gu
/** What people and programs put around an address; behind it may be the end of a sentence, too. */
const before = String.raw`\s<>()[\]{}"'\u0060“”„‘’«»「」『』|*_`
const behind = String.raw`${before}.,;:!。、`
const around = new RegExp(String.raw`^[${before}]+|(?<![${behind}])[${behind}]+$`, 'gu')

/**
 * Reads an access portal's address as people have it: from the browser's address line (`…/start/#/?tab=accounts`), from a mail, in
 * quotes or angle brackets, without its scheme, as a bare host or directory id, in another case, as a line of `~/.aws/config`. An
 * address of another domain than AWS's stays as it is but for what follows `#`. Null when there is none in the text.
 */
export function readStartUrl(text: string): StartUrl | null {
  if (text.length > longest) return null
  const words = text.replace(invisible, '').split(/[\s<>()[\]"“”„「」]+|=(?=\s*https?:)/iu)
  const read = words.flatMap((word) => readWord(word.replace(around, '')) ?? [])
  // In a sentence the one that is AWS's is meant.
  return read.find(({ startUrl }) => portalHostOf(hostOf(startUrl)) !== null) ?? read[0] ?? null
}

function hostOf(startUrl: string): string {
  return /^https?:\/\/([^/?#]*)/.exec(startUrl)?.[1] ?? ''
}

const parts =
  /^(?:(?<scheme>https?)(?::\/{0,2}|\/\/)|\/\/)?(?<host>[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)\.?(?<port>:\d{1,5})?(?<path>\/[^?#\s]*)?(?:[?#]\S*)?$/i

function readWord(word: string): StartUrl | null {
  if (/^d-[0-9a-z]{10}$/i.test(word)) return readWord(`${word}.awsapps.com`)
  const { scheme, host = '', port = '', path = '' } = parts.exec(word)?.groups ?? {}
  const lower = host.toLowerCase()
  const portal = portalHostOf(lower)
  if (portal !== null) {
    const page = pageOf(portal.path, path)
    return page === null ? null : parsed({ startUrl: `https://${lower}${page}`, region: portal.region })
  }
  return readOther({ scheme: scheme?.toLowerCase(), host: lower, port, path })
}

/** The part of the path that belongs to the portal; null where it does not say which portal it is. */
function pageOf(kind: 'start' | 'directory' | 'none' | 'instance', path: string): string | null {
  if (kind === 'none') return ''
  if (kind === 'start') return '/start'
  const named = kind === 'directory' ? /^\/directory\/[\w-]+/i.exec(path) : /^\/[\w-]+/i.exec(path)
  return named?.[0].toLowerCase() ?? null
}

interface Parts {
  readonly scheme: string | undefined
  readonly host: string
  readonly port: string
  readonly path: string
}

/** An address of the company's own, or of this computer. A word without a dot or a scheme may be anything. */
function readOther({ scheme, host, port, path }: Parts): StartUrl | null {
  const isHere = isOfThisComputer(host)
  if (host === '' || (scheme === undefined && (isHere || !/\.[a-z]{2,}$/.test(host)))) return null
  if (isNotPortal(host) || Number(port.slice(1)) > 65_535) return null
  const kept = isHere ? (scheme ?? 'http') : 'https'
  const shown = kept === 'https' && port === ':443' ? '' : port
  const startUrl = `${kept}://${host}${shown}${path.replace(/(?<!\/)\/+$/, '')}`
  return parsed({ startUrl, region: null })
}

/** None where it cannot be parsed: numbers that are no address of a computer, or an encoded name that encodes nothing. */
function parsed(read: StartUrl): StartUrl | null {
  return isWebAddress(read.startUrl) ? read : null
}

/** AWS's other pages: the console, its sign-in, and the APIs. */
function isNotPortal(host: string): boolean {
  return /(?:^|\.)(?:aws\.amazon\.com|amazonaws\.com(?:\.cn)?|amazonaws\.cn|signin\.aws|api\.aws|awsapps\.(?:com|cn))$/.test(
    host,
  )
}
