import type { SsoSession } from '#contract/sign-in.ts'
import { sessionSection } from '#domain/aws-config/section-text.ts'
import { checkedEdit, type Edit } from './checked-edit.ts'
import { sessionNameOf } from './combine.ts'
import { linesOf } from './python-text.ts'
import { scanIni, type ScannedIni, type ScannedSection } from './scan-ini.ts'
import { lineBreakOf, withAppended } from './appended.ts'
import { withoutSections } from './without-sections.ts'

/** The text with the `[sso-session]` section added at the end, or its keys changed in place: where it was set last, for that counts. */
export function withSession(text: string, session: SsoSession): Edit {
  const scanned = scanIni(text)
  const found = sectionsOf(scanned, session.name).at(-1)
  const after =
    found === undefined ? withAppended(text, [sessionSection(session)]) : changeInPlace(text, found, session)
  const written = sectionsOf(scanIni(after), session.name).at(-1)?.settings
  const isWritten =
    written?.get('sso_start_url')?.value === session.startUrl && written.get('sso_region')?.value === session.region
  return isWritten ? checkedEdit(text, after, (header) => sessionNameOf(header) === session.name) : { kind: 'unsafe' }
}

/** The text without the session's section; comments above the next one stay. */
export function withoutSession(text: string, name: string): Edit {
  return withoutSections(text, (header) => sessionNameOf(header) === name)
}

function sectionsOf({ sections }: ScannedIni, name: string): readonly ScannedSection[] {
  return sections.filter((section) => sessionNameOf(section.name) === name)
}

function changeInPlace(text: string, section: ScannedSection, session: SsoSession): string {
  const lines = [...linesOf(text)]
  const added: string[] = []
  const gone = new Set<number>()
  // Keys that this app writes; everything else in the section is the user's.
  for (const [key, value] of sessionSection(session).settings) {
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
