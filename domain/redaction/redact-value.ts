/** What stands in for a secret. */
export const redacted = '[redacted]'

const deepest = 6
const longestText = 2_000
const longestList = 50
const mostKeys = 60

/** Names of fields that hold secrets, without case, dashes and underscores. */
const secretName = new RegExp(
  [
    'token$',
    'tokenvalue',
    'secret',
    'password',
    'passwd',
    '^pwd$',
    'passphrase',
    'authorization',
    'cookie',
    'credential',
    'accesskeyid',
    'accesskey$',
    'apikey',
    'privatekey',
    'securitytoken',
    'codeverifier',
    '^verifier$',
    'devicecode',
    '^usercode$',
    'signature',
    '^upgradeheaders$',
    '^state$',
    '^code$',
  ].join('|'),
)

/** `code` and `state` are secret in OAuth's answers only; a problem's code and a tunnel's state are words. */
const harmlessWord = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/

/** Secrets inside text: what is matched by the first group is kept. */
const secretsInText: readonly RegExp[] = [
  // https://user:password@host
  /\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi,
  // Authorization: AWS4-HMAC-SHA256 …, Bearer …, Basic …
  /\b(authorization["']?\s*[:=]\s*["']?)[^"'\r\n}]+/gi,
  /\b((?:Bearer|Basic)\s+)[A-Za-z0-9._~+/=-]{8,}/g,
  /(x-amz-(?:security-token|signature|credential|sso_bearer_token)["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi,
  // "TokenValue":"…", access_token=…, client_secret: …, also escaped inside another JSON text
  /((?:token_?value|(?:access|refresh|session|id|security)_?token|client_?secret|secret_?access_?key|aws_secret_access_key|password|passwd|pwd|device_?code|code_?verifier)\\?["']?\s*[:=]\s*\\?["']?)[^\s"'&,}\\]+/gi,
  /([?&](?:code|state|user_code)=)[^&\s"'#]+/gi,
  // Access key ids
  /()\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g,
  // JSON web tokens, and the long opaque tokens of Identity Center
  /()\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)*/g,
  /()\b(?:aoa|aor)[A-Za-z0-9_-]{20,}(?:[:.][A-Za-z0-9_+/=-]+)*/g,
]

/** Text without the secrets in it, cut at 2,000 characters. */
export function redactText(text: string): string {
  // Cut generously first: patterns over megabytes would block the process.
  const head = text.slice(0, longestText * 4)
  const clean = secretsInText.reduce((rest, pattern) => rest.replace(pattern, `$1${redacted}`), head)
  return clean.length > longestText || text.length > head.length
    ? `${clean.slice(0, longestText)}… (${text.length})`
    : clean
}

/** A copy that can be written as JSON: secrets replaced, cycles and depths cut, errors spelled out. Never throws. */
export function redact(value: unknown): unknown {
  return redactAt(value, 0, new Set())
}

function redactAt(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return redactText(value)
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
  if (value instanceof URL) return redactText(value.href)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) {
    const items = value.slice(0, longestList).map(inner)
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

function redactEntries(entries: readonly (readonly [string, unknown])[], inner: (item: unknown) => unknown): unknown {
  const shown = entries
    .slice(0, mostKeys)
    .map(([key, item]) => [key.slice(0, 200), isSecret(key, item) ? redacted : inner(item)])
  const left = entries.length - mostKeys
  return Object.fromEntries(left > 0 ? [...shown, ['…', `${left} more`]] : shown)
}

function isSecret(key: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean' || value === '') return false
  const name = key.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (!secretName.test(name)) return false
  if (typeof value === 'number') return false
  if (name === 'code' || name === 'state') return typeof value !== 'string' || !harmlessWord.test(value)
  return true
}
