import { isDeepStrictEqual } from 'node:util'
import { isObject } from './json-document.ts'

/** What tells the variants of a part of a tunnel from each other. */
const discriminators = ['by', 'type', 'kind']

/**
 * `value` with the keys that `raw` had and `known`, what this version read of it, has not: a later version wrote them, and gets
 * them back. They stay with the object they were in, at any depth, while it is still the same variant; those of a list's entry
 * go with the entry.
 */
export function withUnknownKeys(value: unknown, raw: unknown, known: unknown): unknown {
  if (Array.isArray(value)) return Array.isArray(raw) && Array.isArray(known) ? entriesWith(value, raw, known) : value
  if (!isObject(value) || !isObject(raw) || !isObject(known)) return value
  if (discriminators.some((key) => value[key] !== known[key])) return value
  const unknown = Object.entries(raw).filter(([key]) => !Object.hasOwn(known, key) && !Object.hasOwn(value, key))
  const own = Object.entries(value).map(([key, part]) => [key, withUnknownKeys(part, raw[key], known[key])])
  return Object.fromEntries([...unknown, ...own])
}

function entriesWith(list: readonly unknown[], raw: readonly unknown[], known: readonly unknown[]): unknown[] {
  return list.map((entry) => {
    const index = known.findIndex((other) => isDeepStrictEqual(other, entry))
    return index === -1 ? entry : withUnknownKeys(entry, raw[index], known[index])
  })
}
