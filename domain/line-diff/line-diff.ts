/** One line of two texts beside each other. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** A line, or how many lines that are the same were left out. */
export type DiffRow = DiffLine | { readonly kind: 'gap'; readonly lines: number }

/** Above this many pairs of lines no common line is looked for between the ends: the table for it would be too large. */
const mostPairs = 1_000_000

/** The lines of a text; a line break at its end begins no other line. */
export function linesIn(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/(?:\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/)
}

/** What becomes of the lines: as few as can be are removed and added. */
export function lineDiff(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const head = commonHead(before, after)
  const tail = commonHead(before.slice(head).toReversed(), after.slice(head).toReversed())
  const middle = middleDiff(before.slice(head, before.length - tail), after.slice(head, after.length - tail))
  return [...as('same', before.slice(0, head)), ...middle, ...as('same', before.slice(before.length - tail))]
}

/** The changed lines with `context` lines around them. */
export function withGaps(lines: readonly DiffLine[], context: number): readonly DiffRow[] {
  const changed = lines.flatMap(({ kind }, index) => (kind === 'same' ? [] : [index]))
  const near = new Set(changed.flatMap((at) => Array.from({ length: 2 * context + 1 }, (_, by) => at - context + by)))
  const rows: DiffRow[] = []
  for (const [index, line] of lines.entries()) {
    const last = rows.at(-1)
    if (near.has(index)) rows.push(line)
    else if (last?.kind === 'gap') rows[rows.length - 1] = { kind: 'gap', lines: last.lines + 1 }
    else rows.push({ kind: 'gap', lines: 1 })
  }
  return rows
}

const as = (kind: DiffLine['kind'], lines: readonly string[]): readonly DiffLine[] =>
  lines.map((text) => ({ kind, text }))

function commonHead(one: readonly string[], other: readonly string[]): number {
  const end = Math.min(one.length, other.length)
  let at = 0
  while (at < end && one[at] === other[at]) at += 1
  return at
}

/** By the longest common subsequence. */
function middleDiff(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  if (before.length * after.length > mostPairs) return [...as('removed', before), ...as('added', after)]
  const common = commonCounts(before, after)
  const lines: DiffLine[] = []
  let [one, other] = [0, 0]
  while (one < before.length && other < after.length) {
    const [was, is] = [before[one] ?? '', after[other] ?? '']
    if (was === is) lines.push({ kind: 'same', text: was })
    else if ((common[one + 1]?.[other] ?? 0) >= (common[one]?.[other + 1] ?? 0))
      lines.push({ kind: 'removed', text: was })
    else lines.push({ kind: 'added', text: is })
    const { kind } = lines.at(-1) ?? {}
    if (kind !== 'added') one += 1
    if (kind !== 'removed') other += 1
  }
  return [...lines, ...as('removed', before.slice(one)), ...as('added', after.slice(other))]
}

/** For each pair of places, how many lines are common from there on. */
function commonCounts(before: readonly string[], after: readonly string[]): readonly Uint32Array[] {
  const counts = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1))
  for (let one = before.length - 1; one >= 0; one -= 1) {
    const [row, below] = [counts[one], counts[one + 1]]
    if (row === undefined || below === undefined) continue
    for (let other = after.length - 1; other >= 0; other -= 1) {
      row[other] =
        before[one] === after[other] ? (below[other + 1] ?? 0) + 1 : Math.max(below[other] ?? 0, row[other + 1] ?? 0)
    }
  }
  return counts
}
