import { shownMark, unseenMarks } from '#contract/unseen.ts'

const plain = /^[\x20-\x7e]*$/

/** The text in one line, its unseen marks shown. */
function visible(text: string): string {
  return plain.test(text) ? text : text.replace(unseenMarks, shownMark)
}

/** The text with its unseen marks shown, but for what makes lines and columns. */
export function visibleLines(text: string): string {
  if (plain.test(text)) return text
  return text
    .replace(/\r\n/g, '\n')
    .replace(unseenMarks, (mark) => (mark === '\n' || mark === '\t' ? mark : shownMark(mark)))
}

/** Fields whose texts have lines: words of services and programs, what is copied, and what is run. */
const withLines: ReadonlySet<string> = new Set(['said', 'awsMessage', 'reason', 'text', 'texts', 'command'])

/** The same value with the unseen marks in all its texts shown; the very value where there are none. */
export function shownVisibly<T>(value: T): T
export function shownVisibly(value: unknown): unknown {
  return shownAt('', value)
}

function shownAt(field: string, value: unknown): unknown {
  if (typeof value === 'string') return withLines.has(field) ? visibleLines(value) : visible(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => shownAt(field, item))
    return items.every((item, index) => item === value[index]) ? value : items
  }
  const before = Object.entries(value)
  const after = before.map(([name, item]) => [name, shownAt(name, item)] as const)
  return after.every(([, item], index) => item === before[index]?.[1]) ? value : Object.fromEntries(after)
}
