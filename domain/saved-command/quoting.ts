import type { CommandShell } from '#contract/saved-commands.ts'

/** Where a value stands in its line: outside of quotes, or between those of one kind. */
export type QuotePlace = 'plain' | 'single' | 'double'

/** Words that no POSIX shell reads anything into. PowerShell runs one where it expects a value, and spreads `@name`. */
const harmless = /^[A-Za-z0-9_./:@+-]+$/

/**
 * A value as it is typed at its place, so that the shell takes it for these letters and nothing else. Between the quotes of a POSIX
 * shell they are left, and the value has its own: a history mark (`!`) is only quiet between single quotes.
 */
export function quotedFor(value: string, shell: CommandShell, place: QuotePlace): string {
  if (shell === 'powershell') return powershellQuoted(value, place)
  return harmless.test(value) ? value : posixQuoted(value, place)
}

function posixQuoted(value: string, place: QuotePlace): string {
  const quoted = `'${value.replaceAll("'", `'\\''`)}'`
  switch (place) {
    case 'plain':
      return quoted
    case 'single':
      return `'${quoted}'`
    case 'double':
      return `"${quoted}"`
  }
}

/** PowerShell takes typographic quotes for quotes, and escapes with a backquote. */
function powershellQuoted(value: string, place: QuotePlace): string {
  const doubled = value.replace(/['\u2018\u2019\u201a\u201b]/g, (mark) => mark + mark)
  switch (place) {
    case 'plain':
      return `'${doubled}'`
    case 'single':
      return doubled
    case 'double':
      return value.replace(/[`$"\u201c\u201d\u201e]/g, (mark) => `\`${mark}`)
  }
}
