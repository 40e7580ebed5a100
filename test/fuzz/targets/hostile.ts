import type { Random } from '../engine/random.ts'

/** Pieces of text that readers of text stumble over. */
const awkward = [
  '',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\r',
  '\0',
  '\u2028',
  '\ufeff',
  '\u00a0',
  '\ud800',
  '😀',
  '=',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '\\',
  '/',
  '../',
  '%',
  '%2e',
  '#',
  ';',
  ':',
  '-',
  '--',
  '$&',
  '__proto__',
  'constructor',
  '-1',
  '1e999',
  '9007199254740993',
]

/** Text of a reader's own words and awkward ones. */
export function hostileText(random: Random, words: readonly string[]): string {
  const pieces: string[] = []
  for (let left = random.size(40); left > 0; left -= 1) pieces.push(random.pick(random.chance(60) ? words : awkward))
  const text = pieces.join(random.pick(['', ' ', '\n']))
  return random.chance(5) ? text + random.pick(awkward).repeat(random.size(20_000)) : text
}

/** Any JSON value, with the keys that the reader knows in odd places. */
export function hostileJson(random: Random, keys: readonly string[], depth = 3): unknown {
  const kind = random.below(depth > 0 ? 9 : 7)
  if (kind === 0) return null
  if (kind === 1) return random.chance(50)
  if (kind === 2) return random.pick([0, -0, -1, 1, 0.5, 1e308, 2 ** 53, -(2 ** 53), 65_536, 4_294_967_296])
  if (kind <= 4) return random.pick(awkward)
  if (kind <= 6) return random.pick(keys)
  const items = Array.from({ length: random.size(12) }, () => hostileJson(random, keys, depth - 1))
  if (kind === 7) return items
  return objectOf(items.map((item) => [random.pick([...keys, '__proto__', '']), item]))
}

/** The value with one part of it, however deep, replaced, removed or put elsewhere. */
export function spoilJson(value: unknown, random: Random, keys: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || random.chance(15)) return hostileJson(random, keys)
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    if (items.length === 0 || random.chance(20)) return [...items, hostileJson(random, keys)]
    const at = random.below(items.length)
    return items.map((item: unknown, index) => (index === at ? spoilJson(item, random, keys) : item))
  }
  const entries: [string, unknown][] = Object.entries(value)
  const at = random.below(entries.length + 1)
  const entry = entries[at]
  if (entry === undefined) return objectOf([...entries, [random.pick(keys), hostileJson(random, keys)]])
  if (random.chance(20)) return objectOf(entries.filter((_, index) => index !== at))
  const spoilt: [string, unknown] = [entry[0], spoilJson(entry[1], random, keys)]
  return objectOf(entries.map((kept, index) => (index === at ? spoilt : kept)))
}

/** An array or object in one another, so often that a recursive reader runs out of stack. */
export function deepJson(random: Random): string {
  const depth = random.size(30_000)
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"ActionParameters":', '}]'],
  ] as const)
  return random.chance(50) ? open.repeat(depth) + '1' + close.repeat(depth) : open.repeat(depth)
}

/** Text that may be JSON: a spoilt sample mostly, else anything. */
export function jsonBytes(random: Random, samples: readonly unknown[], keys: readonly string[]): Buffer {
  if (random.chance(3)) return Buffer.from(deepJson(random))
  let value = random.chance(85) ? random.pick(samples) : hostileJson(random, keys)
  for (let left = random.below(4); left > 0; left -= 1) value = spoilJson(value, random, keys)
  return Buffer.from(JSON.stringify(value) ?? '')
}

/** `__proto__` becomes a key like any other, as in parsed JSON. */
function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries)
}

/** Throws when something became a property of every object. */
export function unpolluted(): boolean {
  for (const _key in {}) return false
  return Object.keys(Object.prototype).length === 0
}
