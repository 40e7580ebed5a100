import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import electronLog from 'electron-log/node'
import { unseenMarks } from '#contract/unseen.ts'
import type { Log } from '../app/ports.ts'
import { redact, redactLine } from '#domain/redaction/redact-value.ts'

/** Least important level that is written. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']
/** Bytes after which the file is kept as `NAME.old.EXT` and a new one begun. */
const largestFile = 2 * 1024 * 1024

export interface LogDeps {
  /** Absolute path of the file. */
  readonly file: string
  readonly level: LogLevel
  /** Epoch ms; `Date.now` unless given. */
  now?(): number
}

/**
 * One JSON object per line: `at` (ISO time), `level`, `event`, then the fields, redacted. A log that can not be written
 * stays silent: nothing else may fail for it.
 */
export function createLog({ file, level, now = Date.now }: LogDeps): Log {
  const write = createWriter(file)
  const at =
    (line: LogLevel) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      if (levels.indexOf(line) < levels.indexOf(level)) return
      write(line, formatLine(now(), line, event, fields))
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** The line of one event, without its line break. */
export function formatLine(
  now: number,
  level: LogLevel,
  event: string,
  fields: Readonly<Record<string, unknown>>,
): string {
  const clean = redact(fields)
  const kept = typeof clean === 'object' && clean !== null ? clean : {}
  const line = { at: new Date(now).toISOString(), level, event: redactLine(event), ...withoutOwnKeys(kept) }
  return JSON.stringify(line).replace(unseenMarks, escaped)
}

/** JSON leaves the controls of terminals above ASCII as they are, and the marks of direction. */
function escaped(mark: string): string {
  return Array.from({ length: mark.length }, (_, at) => mark.charCodeAt(at).toString(16).padStart(4, '0'))
    .map((unit) => `\\u${unit}`)
    .join('')
}

/** Fields can not pass for the line's own facts. */
function withoutOwnKeys(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) =>
      ['at', 'level', 'event'].includes(key) ? [`${key}_`, value] : [key, value],
    ),
  )
}

function createWriter(file: string): (level: LogLevel, line: string) => void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // The instance is named after its file: electron-log keeps instances by name.
  const logger = electronLog.create({ logId: file })
  logger.transports.console.level = false
  const transport = logger.transports.file
  transport.resolvePathFn = () => file
  transport.maxSize = largestFile
  transport.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  transport.transforms = [({ data }) => [data.join(' ')]]
  transport.format = ({ data }) => data
  return (level, line) => {
    try {
      logger[level](line)
    } catch {
      // A full disk must not stop a tunnel.
    }
  }
}
