/** One section of an AWS config file, with the line of its header. */
export interface IniSection {
  /** As written between the brackets, without quotes: `profile dev`, `sso-session corp`, `default`. */
  readonly name: string
  /** 1-based. */
  readonly line: number
  readonly settings: ReadonlyMap<string, { readonly value: string; readonly line: number }>
}

/** A line that makes no sense where it is. */
export interface IniFault {
  /** 1-based. */
  readonly line: number
  readonly reason:
    | 'section-not-closed'
    | 'section-without-name'
    | 'section-twice'
    | 'setting-before-section'
    | 'no-equals-sign'
}

export interface IniFile {
  readonly sections: readonly IniSection[]
  readonly faults: readonly IniFault[]
}

/**
 * Reads the INI dialect of `~/.aws/config`: comments start a line or follow white space, keys are case-insensitive, and
 * indented lines below an empty value are a nested map (`s3 =`), which no profile needs here. A faulty line is reported
 * and skipped; everything else is still read.
 */
export function parseIni(text: string): IniFile {
  const sections: { name: string; line: number; settings: Map<string, { value: string; line: number }> }[] = []
  const faults: IniFault[] = []
  let current: (typeof sections)[number] | null = null
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1
    const content = withoutComment(raw)
    if (content === '') continue
    if (content.startsWith('[')) {
      const header = readHeader(content)
      if (typeof header !== 'string') {
        faults.push({ line, reason: header.reason })
        current = null
        continue
      }
      const known = sections.find(({ name }) => name === header)
      if (known) faults.push({ line, reason: 'section-twice' })
      current = known ?? { name: header, line, settings: new Map() }
      if (!known) sections.push(current)
      continue
    }
    if (/^\s/.test(raw) && current !== null) continue
    const fault = addSetting(current, content, line)
    if (fault !== null) faults.push({ line, reason: fault })
  }
  return { sections, faults }
}

/** Comments: a whole line, or what follows white space and `#` or `;`. */
function withoutComment(raw: string): string {
  const trimmed = raw.trim()
  if (trimmed.startsWith('#') || trimmed.startsWith(';')) return ''
  const comment = trimmed.search(/\s[#;]/)
  return comment < 0 ? trimmed : trimmed.slice(0, comment).trim()
}

/** What a line is to the list of sections: the name of the one it begins, null for a broken header, undefined for neither. */
export function sectionOf(raw: string): string | null | undefined {
  const content = withoutComment(raw)
  if (!content.startsWith('[')) return undefined
  const header = readHeader(content)
  return typeof header === 'string' ? header : null
}

function readHeader(content: string): string | { readonly reason: IniFault['reason'] } {
  const closing = content.indexOf(']')
  if (closing < 0) return { reason: 'section-not-closed' }
  const name = content
    .slice(1, closing)
    .trim()
    .replace(/\s+/, ' ')
    .replace(/^(\S+ )?(["'])(.*)\2$/, '$1$3')
  return name === '' ? { reason: 'section-without-name' } : name
}

function addSetting(
  section: { readonly settings: Map<string, { value: string; line: number }> } | null,
  content: string,
  line: number,
): IniFault['reason'] | null {
  const equals = content.indexOf('=')
  if (equals <= 0) return 'no-equals-sign'
  if (section === null) return 'setting-before-section'
  section.settings.set(content.slice(0, equals).trim().toLowerCase(), { value: content.slice(equals + 1).trim(), line })
  return null
}
