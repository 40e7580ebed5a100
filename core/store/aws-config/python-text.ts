/** What Python's `str.strip` takes away and `\s` matches; JavaScript knows a byte order mark more and the separators fewer. */
const blanks = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`
const leading = new RegExp(`^[${blanks}]+`)
const solid = new RegExp(`[^${blanks}]`)
const lineBreak = new RegExp(String.raw`\r\n|[\n-\r\x1c-\x1e\x85\u2028\u2029]`)

/** `str.rstrip`: from the end, for a regular expression would look at every run of blanks on its way. */
export function stripEnd(text: string): string {
  let end = text.length
  while (end > 0 && !solid.test(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

/** `str.strip`. */
export function strip(text: string): string {
  return stripEnd(text).replace(leading, '')
}

/** How many blanks a line begins with; 0 for a line of nothing else. */
export function indentOf(line: string): number {
  return Math.max(0, line.search(solid))
}

/** The lines of a file as Python reads it, each with the line break that ends it; `\r` alone is one. */
export function linesOf(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? []
}

/** `str.splitlines`, which breaks at more than a file does. */
export function splitLines(text: string): readonly string[] {
  return text.split(lineBreak)
}
