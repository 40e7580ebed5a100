import type { SectionText } from '#domain/aws-config/section-text.ts'

/** The text with the sections at its end. At the margin a header is a header and a key a key, whatever stands before it. */
export function withAppended(text: string, sections: readonly SectionText[]): string {
  const lineBreak = lineBreakOf(text)
  const gap = text === '' ? '' : /[\r\n]$/.test(text) ? lineBreak : lineBreak.repeat(2)
  const added = sections.map((section) =>
    linesOfSection(section)
      .map((line) => `${line}${lineBreak}`)
      .join(''),
  )
  return `${text}${gap}${added.join(lineBreak)}`
}

function linesOfSection({ kind, name, settings }: SectionText): readonly string[] {
  return [`[${kind} ${quoted(name)}]`, ...settings.map(([key, value]) => `${key} = ${value}`)]
}

/** As `aws configure sso` writes a name that is not one word. */
function quoted(name: string): string {
  return /^[\w@%+=:,./-]+$/.test(name) ? name : `'${name.replaceAll("'", `'"'"'`)}'`
}

/** The first line break of the text, or the usual one where it has none. */
export function lineBreakOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n'
}
