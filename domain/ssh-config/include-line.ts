/** Where the line that includes Culvert's file stands in an ssh config. */
export type IncludeState =
  /** At the top, before anything that is for some hosts only. */
  | { readonly kind: 'on'; readonly line: number }
  | { readonly kind: 'off' }
  /** Somebody moved it below a `Host` or `Match`, or switched it off with a `#`. `line`: 1-based. */
  | { readonly kind: 'moved'; readonly line: number }

/** What becomes of a text. `unsafe`: it begins in a way that no line can be put in front of. */
export type IncludeEdit =
  | { readonly kind: 'changed'; readonly text: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'unsafe' }

/** The line for a file, as it is written into the config. */
export const includeLine = (file: string): string => `Include ${/\s/.test(file) ? `"${file}"` : file}`

/** Looks for the line. Where it stands twice, the first counts, as it does for ssh. */
export function includeStateOf(text: string, line: string): IncludeState {
  const lines = linesOf(text)
  const at = lines.findIndex((one) => isThis(one, line))
  const block = lines.findIndex((one) => /^\s*(host|match)\b/i.test(one))
  if (at >= 0) return at < block || block < 0 ? { kind: 'on', line: at + 1 } : { kind: 'moved', line: at + 1 }
  const off = lines.findIndex((one) => isThis(one.replace(/^\s*#+/, ''), line))
  return off >= 0 ? { kind: 'moved', line: off + 1 } : { kind: 'off' }
}

/** The text with the line as its first one, and without another one of it. Every other byte stays. */
export function withInclude(text: string, line: string): IncludeEdit {
  if (includeStateOf(text, line).kind === 'on') return { kind: 'unchanged' }
  // A byte order mark belongs in front of everything, and ssh does not take one.
  if (text.startsWith('\ufeff') || text.includes('\0')) return { kind: 'unsafe' }
  const rest = without(text, line)
  const lineBreak = /\r\n|\n/.exec(text)?.[0] ?? '\n'
  const gap = rest === '' ? '' : lineBreak
  return { kind: 'changed', text: `${line}${lineBreak}${gap}${rest}` }
}

/** The text as it was before {@link withInclude}. */
export function withoutInclude(text: string, line: string): IncludeEdit {
  const after = without(text, line)
  return after === text ? { kind: 'unchanged' } : { kind: 'changed', text: after }
}

/** Takes the line out, and with it the blank line that was put behind it at the top. */
function without(text: string, line: string): string {
  const lines = linesOf(text)
  const kept = lines.filter((one) => !isThis(one.replace(/^\s*#+/, ''), line))
  const wasFirst = isThis(lines[0] ?? '', line)
  if (wasFirst && kept.length < lines.length && /^\r?\n$/.test(kept[0] ?? '')) kept.shift()
  return kept.join('')
}

const isThis = (line: string, wanted: string): boolean => line.trim() === wanted

/** With their ends. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}
