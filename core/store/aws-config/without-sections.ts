import { checkedEdit, type Edit } from './checked-edit.ts'
import { linesOf } from './python-text.ts'
import { scanIni } from './scan-ini.ts'

/** The text without the sections whose headers are `isOwn`; comments above the next section stay. */
export function withoutSections(text: string, isOwn: (header: string) => boolean): Edit {
  const { sections, headers } = scanIni(text)
  const starts = sections.filter(({ name }) => isOwn(name)).flatMap((section) => section.headers)
  const lines = linesOf(text)
  const kept: string[] = []
  let from = 0
  for (const start of starts.toSorted((one, other) => one - other)) {
    for (const line of lines.slice(from, start - 1)) kept.push(line)
    from = endOfSettings(lines, start, headers.find((line) => line > start) ?? lines.length + 1)
    // One blank line fewer, where two would meet at the seam.
    if (isBlank(kept.at(-1)) && isBlank(lines[from] ?? '')) kept.pop()
  }
  return checkedEdit(text, [...kept, ...lines.slice(from)].join(''), isOwn)
}

function isBlank(line: string | undefined): boolean {
  return line !== undefined && line.trim() === ''
}

function endOfSettings(lines: readonly string[], start: number, next: number): number {
  let end = next - 1
  while (end > start && /^\s*([#;].*)?$/.test((lines[end - 1] ?? '').trimEnd())) end -= 1
  return end
}
