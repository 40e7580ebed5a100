import { isDeepStrictEqual } from 'node:util'
import type { SsoSession } from '#contract/sign-in.ts'
import { sessionNameOf } from './combine.ts'
import { parseIni, type IniFile } from './parse-ini.ts'
import { linesOf } from './python-text.ts'
import { scanIni, type ScannedIni, type ScannedSection } from './scan-ini.ts'

/** What became of a text. `unsafe`: no edit was found that leaves the meaning of every other section as it is. */
export type Edit =
  | { readonly kind: 'changed'; readonly text: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'unsafe' }

/** Keys this app writes; everything else in a section is the user's. */
const settingsOf = (session: SsoSession): readonly (readonly [string, string])[] => [
  ['sso_start_url', session.startUrl],
  ['sso_region', session.region],
  ['sso_registration_scopes', 'sso:account:access'],
]

/** The text with the `[sso-session]` section added at the end, or its keys changed in place: where it was set last, for that counts. */
export function withSession(text: string, session: SsoSession): Edit {
  const scanned = scanIni(text)
  const found = sectionsOf(scanned, session.name).at(-1)
  const after = found === undefined ? append(text, session) : changeInPlace(text, found, session)
  const written = sectionsOf(scanIni(after), session.name).at(-1)?.settings
  const isWritten =
    written?.get('sso_start_url')?.value === session.startUrl && written.get('sso_region')?.value === session.region
  return isWritten ? checked(text, after, session.name) : { kind: 'unsafe' }
}

/** The text without the section; comments above the next section stay. */
export function withoutSession(text: string, name: string): Edit {
  const scanned = scanIni(text)
  const starts = sectionsOf(scanned, name).flatMap(({ headers }) => headers)
  const lines = linesOf(text)
  const kept: string[] = []
  let from = 0
  for (const start of starts.toSorted((one, other) => one - other)) {
    for (const line of lines.slice(from, start - 1)) kept.push(line)
    from = endOfSettings(lines, start, scanned.headers.find((line) => line > start) ?? lines.length + 1)
    // One blank line fewer, where two would meet at the seam.
    if (isBlank(kept.at(-1)) && isBlank(lines[from] ?? '')) kept.pop()
  }
  return checked(text, [...kept, ...lines.slice(from)].join(''), name)
}

function isBlank(line: string | undefined): boolean {
  return line !== undefined && line.trim() === ''
}

function sectionsOf({ sections }: ScannedIni, name: string): readonly ScannedSection[] {
  return sections.filter((section) => sessionNameOf(section.name) === name)
}

/** At the margin a header is a header and a key a key, whatever stands before it. */
function append(text: string, session: SsoSession): string {
  const lineBreak = lineBreakOf(text)
  const gap = text === '' ? '' : /[\r\n]$/.test(text) ? lineBreak : lineBreak.repeat(2)
  const added = [
    `[sso-session ${quoted(session.name)}]`,
    ...settingsOf(session).map(([key, value]) => `${key} = ${value}`),
  ]
  return `${text}${gap}${added.map((line) => `${line}${lineBreak}`).join('')}`
}

/** As `aws configure sso` writes a name that is not one word. */
function quoted(name: string): string {
  return /^[\w@%+=:,./-]+$/.test(name) ? name : `'${name.replaceAll("'", `'"'"'`)}'`
}

function lineBreakOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n'
}

function changeInPlace(text: string, section: ScannedSection, session: SsoSession): string {
  const lines = [...linesOf(text)]
  const added: string[] = []
  const gone = new Set<number>()
  for (const [key, value] of settingsOf(session)) {
    const setting = section.settings.get(key)
    if (setting === undefined) added.push(`${key} = ${value}`)
    if (setting === undefined || setting.value === value || key === 'sso_registration_scopes') continue
    lines[setting.line - 1] = withValue(lines[setting.line - 1] ?? '', value)
    for (const line of setting.continued) gone.add(line)
  }
  const header = section.headers.at(-1) ?? 0
  const margin = marginFor(lines, section, header)
  const lineBreak = lineBreakOf(text)
  return lines
    .flatMap((line, index) => {
      if (gone.has(index + 1)) return []
      if (index + 1 !== header || added.length === 0) return [line]
      const ended = /[\r\n]$/.test(line) ? line : `${line}${lineBreak}`
      return [ended, ...added.map((one) => `${margin}${one}${lineBreak}`)]
    })
    .join('')
}

/** The line with another value: its margin, its key, its `=` or `:` and its line break stay. */
function withValue(line: string, value: string): string {
  const at = line.search(/[=:]/) + 1
  const blanks = /^[ \t]*/.exec(line.slice(at))?.[0] ?? ''
  return `${line.slice(0, at)}${blanks}${value}${/(?:\r\n|\r|\n)$/.exec(line)?.[0] ?? ''}`
}

/** That of the section's first key, of which a key at the margin would make the rest of its value. */
function marginFor(lines: readonly string[], section: ScannedSection, header: number): string {
  const below = [...section.settings.values()].map(({ line }) => line).filter((line) => line > header)
  const line = lines[Math.min(...below, lines.length + 1) - 1] ?? lines[header - 1] ?? ''
  return /^[^\S\r\n]*/.exec(line.replace(/^\ufeff/, ''))?.[0] ?? ''
}

function endOfSettings(lines: readonly string[], start: number, next: number): number {
  let end = next - 1
  while (end > start && /^\s*([#;].*)?$/.test((lines[end - 1] ?? '').trimEnd())) end -= 1
  return end
}

/** Looks again, as every reader will: all that the edit may change is the session itself. */
function checked(before: string, after: string, session: string): Edit {
  if (before === after) return { kind: 'unchanged' }
  const [was, is] = [parseIni(before), parseIni(after)]
  const isHarmless = isDeepStrictEqual(others(was, session), others(is, session)) && !hasNewFaults(was, is)
  return isHarmless ? { kind: 'changed', text: after } : { kind: 'unsafe' }
}

function others({ sections }: IniFile, session: string): unknown {
  return sections
    .filter(({ name }) => sessionNameOf(name) !== session)
    .map(({ name, settings }) => [
      name,
      new Map([...settings].map(([key, { value, nested }]) => [key, { value, nested }])),
    ])
}

/** Faults by their reason, for the lines below an edit have other numbers. */
function hasNewFaults(was: IniFile, is: IniFile): boolean {
  const before = faultCounts(was)
  return [...faultCounts(is)].some(([reason, count]) => count > (before.get(reason) ?? 0))
}

/** Counted once: a file may have a fault on each of thousands of lines. */
function faultCounts({ faults }: IniFile): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { reason } of faults) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return counts
}
