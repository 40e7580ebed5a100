import { recordingHeader, type RecordingHeader } from '#contract/recordings.ts'
import { terminalSize, type TerminalSize } from '#contract/shells.ts'

/**
 * Codes of asciicast v2 (`o`, `i`, `m`, `r`), and ours, which other readers skip: `b` has the true bytes of the output that follows
 * it where those are no UTF-8, in base64; `k` a number of keys that were not shown; `s` seals the lines before it; `x` says how the
 * shell ended, and is followed by the last seal alone.
 */
export type EventCode = 'o' | 'i' | 'm' | 'r' | 'b' | 'k' | 's' | 'x'

/** No shell lives longer: ten years. */
const longestSeconds = 316_000_000

/** What a line of a recording says. */
export type RecordedEvent =
  | { readonly kind: 'output'; readonly atMs: number; readonly text: string; readonly bytes: string | null }
  | { readonly kind: 'resize'; readonly atMs: number; readonly size: TerminalSize }
  | { readonly kind: 'mark'; readonly atMs: number; readonly label: string }
  | { readonly kind: 'keys'; readonly atMs: number; readonly text: string }
  | { readonly kind: 'hidden-keys'; readonly atMs: number; readonly count: number }
  | { readonly kind: 'seal'; readonly atMs: number; readonly data: string }
  | { readonly kind: 'end'; readonly atMs: number; readonly how: string }

/** What the first line of a file says it is. */
export type HeaderRead =
  | { readonly is: 'header'; readonly header: RecordingHeader; readonly size: TerminalSize }
  /** A later version of asciicast, or of what is ours in it. */
  | { readonly is: 'newer' }
  | { readonly is: 'not-ours' }

/** The first line, with its line end. Readers of asciicast skip what is under `culvert`. */
export function headerLine(header: RecordingHeader, size: TerminalSize): string {
  return `${JSON.stringify({
    version: 2,
    width: size.columns,
    height: size.rows,
    timestamp: Math.floor(header.startedAt / 1_000),
    title: header.targetName ?? header.target,
    env: { TERM: 'xterm-256color' },
    culvert: header,
  })}\n`
}

/** Any other line, with its line end. */
export function eventLine(atMs: number, code: EventCode, data: string): string {
  return `${JSON.stringify([Math.round(atMs * 1_000) / 1_000_000, code, data])}\n`
}

export function sizeText({ columns, rows }: TerminalSize): string {
  return `${columns}x${rows}`
}

/** Reads a first line. Never throws. */
export function readHeader(line: string): HeaderRead {
  const parsed = parsedJson(line)
  if (!isRecord(parsed)) return { is: 'not-ours' }
  const { version, culvert } = parsed
  if (typeof version === 'number' && version > 2) return { is: 'newer' }
  if (version !== 2 || !isRecord(culvert)) return { is: 'not-ours' }
  if (typeof culvert['format'] === 'number' && culvert['format'] > 1) return { is: 'newer' }
  const header = recordingHeader.safeParse(culvert)
  const size = terminalSize.safeParse({ columns: parsed['width'], rows: parsed['height'] })
  return header.success && size.success ? { is: 'header', header: header.data, size: size.data } : { is: 'not-ours' }
}

/** Reads the lines after the first in their order, for output and its true bytes stand in two of them. */
export class EventReader {
  #bytes: string | null = null

  /** Null for what is skipped: codes of others, and what is no event. Never throws. */
  read(line: string): RecordedEvent | null {
    const event = rawEvent(line)
    if (event === null) return null
    const { atMs, code, data } = event
    const bytes = this.#bytes
    this.#bytes = code === 'b' ? data : null
    switch (code) {
      case 'o':
        return { kind: 'output', atMs, text: data, bytes }
      case 'r':
        return resizeOf(atMs, data)
      case 'm':
        return { kind: 'mark', atMs, label: data }
      case 'i':
        return { kind: 'keys', atMs, text: data }
      case 'k':
        return { kind: 'hidden-keys', atMs, count: Math.max(0, Math.trunc(Number(data)) || 0) }
      case 's':
        return { kind: 'seal', atMs, data }
      case 'x':
        return { kind: 'end', atMs, how: data }
      default:
        return null
    }
  }
}

function rawEvent(line: string): { readonly atMs: number; readonly code: string; readonly data: string } | null {
  const parsed = parsedJson(line)
  if (!Array.isArray(parsed)) return null
  const [seconds, code, data] = parsed as readonly unknown[]
  if (
    typeof seconds !== 'number' ||
    !(seconds >= 0 && seconds <= longestSeconds) ||
    typeof code !== 'string' ||
    typeof data !== 'string'
  )
    return null
  return { atMs: seconds * 1_000, code, data }
}

function resizeOf(atMs: number, data: string): RecordedEvent | null {
  const [, columns, rows] = /^(\d{1,4})x(\d{1,4})$/.exec(data) ?? []
  const size = terminalSize.safeParse({ columns: Number(columns), rows: Number(rows) })
  return size.success ? { kind: 'resize', atMs, size: size.data } : null
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
