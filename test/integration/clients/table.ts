import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClientMessage } from '#contract/client-message.ts'
import { oneLine } from '#domain/client-answer/one-line.ts'

/** A row of the table: the client, what it shows, and what it shows where it cannot be told. */
export interface TableRow {
  readonly client: string
  readonly shows: string
  /** Empty where there is no such case. */
  readonly cannotBeTold: string
}

const file = join(import.meta.dirname, '../../../docs/clients-and-errors.md')

/** A table of the document that tests hold to the clients: its marks, and what stands above its columns. */
interface Table {
  readonly name: string
  readonly columns: readonly string[]
}
const refused: Table = { name: 'table', columns: ['client', 'shows', 'cannot be told'] }
const silent: Table = { name: 'silent', columns: ['client', 'shows', 'after', 'told to insist on TLS'] }

/** A text as it stands in the table: what differs from run to run, and what is said of the failure, are names in braces. */
export function cell(shown: string, { message, detail, hint }: ClientMessage): string {
  return shown
    .replaceAll(oneLine({ message, detail, hint }), '{line}')
    .replaceAll(message, '{message}')
    .replaceAll(detail, '{detail}')
    .replaceAll(hint, '{hint}')
    .replaceAll(/(port |:)\d{4,5}\b/g, '$1{port}')
    .replaceAll('|', '\\|')
}

/** A row of the table about silence; seconds are null where the client waits on. */
export interface SilentRow {
  readonly client: string
  readonly shows: string
  readonly afterSeconds: number | null
  /** Null where it knows no such thing. */
  readonly withTls: string | null
}

/** The rows as the document has them. */
export function rowsInDocument(): readonly TableRow[] {
  return cellsOf(refused).map(([client = '', shows = '', cannotBeTold = '']) => ({
    client,
    shows: uncoded(shows),
    cannotBeTold: uncoded(cannotBeTold),
  }))
}

/** The rows about silence as the document has them. */
export function silentRowsInDocument(): readonly SilentRow[] {
  return cellsOf(silent).map(([client = '', shows = '', after = '', withTls = '']) => ({
    client,
    shows: uncoded(shows),
    afterSeconds: after.trim() === '—' ? null : Number.parseInt(after, 10),
    withTls: withTls.trim() === '—' ? null : uncoded(withTls),
  }))
}

/** Writes the rows into the document; for whoever has looked at what changed. */
export function writeRows(rows: readonly TableRow[]): void {
  write(
    refused,
    rows.map(({ client, shows, cannotBeTold }) => [client, coded(shows), coded(cannotBeTold)]),
  )
}

/** The same for the rows about silence. */
export function writeSilentRows(rows: readonly SilentRow[]): void {
  write(
    silent,
    rows.map(({ client, shows, afterSeconds, withTls }) => [
      client,
      coded(shows),
      afterSeconds === null ? '—' : `${afterSeconds} s`,
      coded(withTls ?? ''),
    ]),
  )
}

const marksOf = ({ name }: Table) => ({ begin: `<!-- ${name}: begin -->`, end: `<!-- ${name}: end -->` })
const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`

function cellsOf(table: Table): readonly (readonly string[])[] {
  const text = readFileSync(file, 'utf8')
  const { begin, end } = marksOf(table)
  const lines = text.slice(text.indexOf(begin), text.indexOf(end)).split('\n')
  return lines
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.slice(2, -2).split(/ \| /))
}

function write(table: Table, rows: readonly (readonly string[])[]): void {
  const text = readFileSync(file, 'utf8')
  const { begin, end } = marksOf(table)
  const head = lineOf(table.columns) + lineOf(table.columns.map(() => '---'))
  const made = `${begin}\n${head}${rows.map(lineOf).join('')}${end}`
  writeFileSync(file, text.slice(0, text.indexOf(begin)) + made + text.slice(text.indexOf(end) + end.length))
}

/** What is said of a client that shows nothing; no text of its own. */
export const waitsOn = 'nothing, and waits on'

function coded(text: string): string {
  if (text === waitsOn) return text
  return text === '' ? '—' : `\`${text}\``
}

function uncoded(text: string): string {
  return text.trim() === '—' ? '' : text.trim().replace(/^`|`$/g, '')
}
