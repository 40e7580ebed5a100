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
const [begin, end] = ['<!-- table: begin -->', '<!-- table: end -->']
const head = '| client | shows | cannot be told |\n| --- | --- | --- |\n'

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

/** The rows as the document has them. */
export function rowsInDocument(): readonly TableRow[] {
  const text = readFileSync(file, 'utf8')
  return text
    .slice(text.indexOf(begin), text.indexOf(end))
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| client') && !line.startsWith('| ---'))
    .map((line) => {
      const [client = '', shows = '', cannotBeTold = ''] = line.slice(2, -2).split(/ \| /)
      return { client, shows: uncoded(shows), cannotBeTold: uncoded(cannotBeTold) }
    })
}

/** Writes the rows into the document; for whoever has looked at what changed. */
export function writeRows(rows: readonly TableRow[]): void {
  const text = readFileSync(file, 'utf8')
  const lines = rows.map(
    ({ client, shows, cannotBeTold }) => `| ${client} | ${coded(shows)} | ${coded(cannotBeTold)} |\n`,
  )
  const table = `${begin}\n${head}${lines.join('')}${end}`
  writeFileSync(file, text.slice(0, text.indexOf(begin)) + table + text.slice(text.indexOf(end) + end.length))
}

function coded(text: string): string {
  return text === '' ? '—' : `\`${text}\``
}

function uncoded(text: string): string {
  return text.trim() === '—' ? '' : text.trim().replace(/^`|`$/g, '')
}
