import { redactText } from './redaction.ts'
import { mark } from './secret-forms.ts'
import { isOAuthName, isSecretName } from './secret-names.ts'

const deepest = 6
const longestText = 2_000
const longestList = 50
const mostKeys = 60

/** `code` and `state` are secret in OAuth's answers only; a problem's code and a tunnel's state are words. */
const harmlessWord = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/

/** Text without the secrets in it, cut at 2,000 characters. */
export function redactLine(text: string): string {
  // Cut generously first, and not inside a word: patterns over megabytes would block the process.
  const head = text.length > longestText * 4 ? text.slice(0, longestText * 4).replace(/\S+$/, '') : text
  const clean = redactText(head)
  return clean.length > longestText || text.length > head.length
    ? `${clean.slice(0, longestText)}… (${text.length})`
    : clean
}

/** A copy that can be written as JSON: secrets replaced, cycles and depths cut, errors spelled out. Never throws. */
export function redact(value: unknown): unknown {
  return redactAt(value, 0, new Set())
}

function redactAt(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return redactLine(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`
  if (typeof value !== 'object' || value === null) return value
  if (above.has(value)) return '[cycle]'
  if (depth >= deepest) return '[deep]'
  const within = new Set([...above, value])
  try {
    return redactObject(value, depth, within)
  } catch {
    return '[unreadable]'
  }
}

function redactObject(value: object, depth: number, within: ReadonlySet<object>): unknown {
  const inner = (item: unknown): unknown => redactAt(item, depth + 1, within)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (isUrl(value)) return redactLine(value.href)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) {
    const items = value.slice(0, longestList).map((item: unknown, index) =>
      // `['authorization', 'Bearer …']`: Node and fetch list headers like this.
      index > 0 && isSecret(String(value[index - 1]), item) ? mark : inner(item),
    )
    return value.length > longestList ? [...items, `… (${value.length})`] : items
  }
  if (value instanceof Map)
    return redactEntries(
      [...value].map(([key, item]) => [String(key), item]),
      inner,
    )
  if (value instanceof Set) return inner([...value])
  const own = Object.entries(value)
  if (!(value instanceof Error)) return redactEntries(own, inner)
  const { name, message, stack, cause } = value
  const shown: [string, unknown][] = [
    ['name', name],
    ['message', message],
    ['stack', stack],
  ]
  return redactEntries(
    [...shown, ...(cause === undefined ? [] : [['cause', cause] as [string, unknown]]), ...own],
    inner,
  )
}

/** A URL of Node's or of a page's: neither is known here by name. */
function isUrl(value: object): value is { readonly href: string } {
  return Object.prototype.toString.call(value) === '[object URL]' && 'href' in value
}

function redactEntries(entries: readonly (readonly [string, unknown])[], inner: (item: unknown) => unknown): unknown {
  const named = nameIn(entries)
  const shown = entries
    .slice(0, mostKeys)
    .map(([key, item]) => [
      redactText(key.slice(0, 200)),
      isSecret(key === 'value' && named !== null ? named : key, item) ? mark : inner(item),
    ])
  const left = entries.length - mostKeys
  return Object.fromEntries(left > 0 ? [...shown, ['…', `${left} more`]] : shown)
}

/** The name in `{ name: 'authorization', value: 'Bearer …' }`. */
function nameIn(entries: readonly (readonly [string, unknown])[]): string | null {
  const named = entries.find(([key, item]) => (key === 'name' || key === 'key') && typeof item === 'string')
  return named === undefined ? null : String(named[1])
}

function isSecret(key: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean' || value === '') return false
  if (typeof value === 'number') return false
  if (isOAuthName(key)) return typeof value !== 'string' || !harmlessWord.test(value)
  return isSecretName(key)
}
