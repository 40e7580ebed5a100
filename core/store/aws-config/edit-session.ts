import type { SsoSession } from '#contract/sign-in.ts'
import { sectionOf } from './parse-ini.ts'

/** Keys this app writes; everything else in a section is the user's. */
const settingsOf = (session: SsoSession): readonly (readonly [string, string])[] => [
  ['sso_start_url', session.startUrl],
  ['sso_region', session.region],
  ['sso_registration_scopes', 'sso:account:access'],
]

/** The text with the `[sso-session]` section added at the end, or its keys changed in place: where it was set last, for that counts. */
export function withSession(text: string, session: SsoSession): string {
  const lines = text.split('\n')
  const found = sectionRanges(lines, session.name).at(-1)
  if (found === undefined) {
    const gap = text === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n'
    const body = settingsOf(session)
      .map(([key, value]) => `${key} = ${value}\n`)
      .join('')
    return `${text}${gap}[sso-session ${session.name}]\n${body}`
  }
  const body = lines.slice(found.start + 1, found.end)
  for (const [key, value] of settingsOf(session)) {
    const at = body.findLastIndex((line) => new RegExp(`^${key}\\s*=`, 'i').test(line))
    if (at < 0) body.splice(0, 0, `${key} = ${value}`)
    else if (key !== 'sso_registration_scopes') body[at] = `${key} = ${value}`
  }
  return [...lines.slice(0, found.start + 1), ...body, ...lines.slice(found.end)].join('\n')
}

/** The text without the section; comments above the next section stay. Null when it has none of this name. */
export function withoutSession(text: string, name: string): string | null {
  const lines = text.split('\n')
  const found = sectionRanges(lines, name)
  if (found.length === 0) return null
  const kept: string[] = []
  let from = 0
  for (const { start, end } of found) {
    for (const line of lines.slice(from, start)) kept.push(line)
    from = end
    // One blank line fewer, where two would meet at the seam.
    if (kept.at(-1) === '' && (lines[from] ?? '') === '') kept.pop()
  }
  return [...kept, ...lines.slice(from)].join('\n')
}

interface Range {
  readonly start: number
  readonly end: number
}

/**
 * Lines of each section of that name, of which there should be one: from its header to the end of its settings, without
 * the comments that lead to the next one.
 */
function sectionRanges(lines: readonly string[], name: string): readonly Range[] {
  const ranges: Range[] = []
  let start = -1
  for (let at = 0; at <= lines.length; at += 1) {
    const section = at === lines.length ? null : sectionOf(lines[at] ?? '')
    if (section === undefined) continue
    if (start >= 0) ranges.push({ start, end: endOfSettings(lines, start, at) })
    start = section === `sso-session ${name}` ? at : -1
  }
  return ranges
}

function endOfSettings(lines: readonly string[], start: number, next: number): number {
  let end = next
  while (end > start + 1 && /^\s*([#;].*)?$/.test(lines[end - 1] ?? '')) end -= 1
  return end
}
