import { mostLogged, type LoggedTransfer, type LoggedTransfers, type RecordingKeeping } from '#contract/recordings.ts'
import type { Result } from '#contract/result.ts'
import { hasWords, isOutlivedList, readTransferLine } from '#domain/recording/transfer-list.ts'
import { fail, ok } from '#domain/result.ts'
import type { RecordingFiles } from './ports.ts'

type Files = Pick<RecordingFiles, 'transferLists' | 'lines' | 'remove'>

/** What was written down of transfers, newest first. Months are read one after the other, until there is enough. RECORDING_UNREADABLE. */
export async function findTransfers(files: Files, search: string): Promise<Result<LoggedTransfers>> {
  const found: LoggedTransfer[] = []
  let unreadable = 0
  let isAll = true
  try {
    for (const name of (await files.transferLists()).toSorted().toReversed()) {
      if (found.length >= mostLogged) return ok({ lines: found, isAll: false, unreadable })
      const month = await readMonth(files, name)
      const wanted = month.lines.filter((line) => hasWords(line, search)).toReversed()
      unreadable += month.unreadable
      isAll = found.length + wanted.length <= mostLogged
      found.push(...wanted.slice(0, mostLogged - found.length))
    }
  } catch (error) {
    return fail('RECORDING_UNREADABLE', { reason: 'system', said: String(error) })
  }
  return ok({ lines: found, isAll, unreadable })
}

/** Deletes the months of which nothing is to be kept any more; resolves to how many. */
export async function letGoLists(files: Files, { days }: RecordingKeeping, now: number): Promise<number> {
  const names = (await files.transferLists()).filter((name) => isOutlivedList(name, days, now))
  for (const name of names) await files.remove(name)
  return names.length
}

interface Month {
  readonly lines: readonly LoggedTransfer[]
  readonly unreadable: number
}

const decoder = new TextDecoder()

async function readMonth(files: Files, name: string): Promise<Month> {
  const read: LoggedTransfer[] = []
  let unreadable = 0
  for await (const { lines, isTorn } of files.lines(name)) {
    for (const bytes of lines) {
      const line = readTransferLine(decoder.decode(bytes))
      if (line === null) unreadable += 1
      else read.push(line)
    }
    if (isTorn) unreadable += 1
  }
  return { lines: told(read), unreadable }
}

/** Each file once; of a transfer's own lines its bad end, or that it began where nothing more is known of it. */
function told(lines: readonly LoggedTransfer[]): readonly LoggedTransfer[] {
  const goneOn = new Set(lines.filter(({ event }) => event !== 'began').map(({ transfer }) => transfer))
  return lines.filter(({ event, transfer }) => event !== 'same' && (event !== 'began' || !goneOn.has(transfer)))
}
