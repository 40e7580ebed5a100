import type { SsoSession } from '#contract/sign-in.ts'

/** Keys this app writes; everything else in a section is the user's. */
const settingsOf = (session: SsoSession): readonly (readonly [string, string])[] => [
  ['sso_start_url', session.startUrl],
  ['sso_region', session.region],
  ['sso_registration_scopes', 'sso:account:access'],
]

/** The text with the `[sso-session]` section added at the end, or its keys changed in place. */
export function withSession(text: string, session: SsoSession): string {
  const lines = text.split('\n')
  const found = sectionRange(lines, session.name)
  if (found === null) {
    const gap = text === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n'
    const body = settingsOf(session)
      .map(([key, value]) => `${key} = ${value}\n`)
      .join('')
    return `${text}${gap}[sso-session ${session.name}]\n${body}`
  }
  const body = lines.slice(found.start + 1, found.end)
  for (const [key, value] of settingsOf(session)) {
    const at = body.findIndex((line) => new RegExp(`^${key}\\s*=`, 'i').test(line))
    if (at < 0) body.splice(0, 0, `${key} = ${value}`)
    else if (key !== 'sso_registration_scopes') body[at] = `${key} = ${value}`
  }
  return [...lines.slice(0, found.start + 1), ...body, ...lines.slice(found.end)].join('\n')
}

/** The text without the section; comments above the next section stay. Null when it has none of this name. */
export function withoutSession(text: string, name: string): string | null {
  const lines = text.split('\n')
  const found = sectionRange(lines, name)
  if (found === null) return null
  const before = lines.slice(0, found.start)
  const after = lines.slice(found.end)
  // One blank line fewer, where two would meet at the seam.
  if (before.at(-1) === '' && (after[0] ?? '') === '') before.pop()
  return [...before, ...after].join('\n')
}

/** Lines of a section: from its header to the end of its settings, without the comments that lead to the next one. */
function sectionRange(lines: readonly string[], name: string): { readonly start: number; readonly end: number } | null {
  const start = lines.findIndex((line) => headerOf(line) === `sso-session ${name}`)
  if (start < 0) return null
  const next = lines.findIndex((line, index) => index > start && headerOf(line) !== null)
  let end = next < 0 ? lines.length : next
  while (end > start + 1 && /^\s*([#;].*)?$/.test(lines[end - 1] ?? '')) end -= 1
  return { start, end }
}

function headerOf(line: string): string | null {
  const match = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line)
  return match?.[1]?.replace(/\s+/, ' ').replace(/^(\S+ )?(["'])(.*)\2$/, '$1$3') ?? null
}
