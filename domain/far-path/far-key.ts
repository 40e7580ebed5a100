import type { FarKey } from '#contract/files.ts'

/** The key of an absolute path at the far end: letters and digits stay, every other mark is its number between underscores. */
export function farKeyOf(path: string): FarKey {
  return path.replace(/[^A-Za-z0-9]/gu, (mark) => `_${(mark.codePointAt(0) ?? 0).toString(36)}_`)
}

/** The path behind a key; null for what is no key of ours, or leads to no absolute path. */
export function farPathOf(key: FarKey): string | null {
  const path = key.replace(/_([0-9a-z]+)_/g, (whole, digits: string) => {
    const code = Number.parseInt(digits, 36)
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
  })
  return path.startsWith('/') && farKeyOf(path) === key ? path : null
}
