import {
  lineSealVerdict,
  mostLogged,
  type LineSealVerdict,
  type LoggedTransfer,
  type LoggedTransfers,
  type RecordingKeeping,
} from '#contract/recordings.ts'
import type { Result } from '#contract/result.ts'
import { LineSealCheck } from '#domain/recording/line-seal.ts'
import type { SealPrimitives } from '#domain/recording/seal-chain.ts'
import { hasWords, isOutlivedList, readTransferLine } from '#domain/recording/transfer-list.ts'
import { fail, ok } from '#domain/result.ts'
import type { RecordingFiles } from './ports.ts'
import type { SealKeys } from './seal-keys.ts'

type Files = Pick<RecordingFiles, 'transferLists' | 'lines' | 'remove'>

/** What reading the lists needs. */
interface TransferReading {
  readonly files: Files
  readonly sealKeys: Pick<SealKeys, 'of'>
  readonly primitives: SealPrimitives
}

/** What was written down of transfers, newest first. Months are read one after the other, until there is enough. RECORDING_UNREADABLE. */
export async function findTransfers(reading: TransferReading, search: string): Promise<Result<LoggedTransfers>> {
  const found: LoggedTransfer[] = []
  const verdicts: LineSealVerdict[] = []
  let unreadable = 0
  let isAll = true
  try {
    for (const name of (await reading.files.transferLists()).toSorted().toReversed()) {
      if (found.length >= mostLogged) {
        isAll = false
        break
      }
      const month = await readMonth(reading, name)
      const wanted = told(month.lines)
        .filter((line) => hasWords(line, search))
        .toReversed()
      unreadable += month.unreadable
      verdicts.push(...month.lines.map(({ seal }) => seal))
      isAll = found.length + wanted.length <= mostLogged
      found.push(...wanted.slice(0, mostLogged - found.length))
    }
  } catch (error) {
    return fail('RECORDING_UNREADABLE', { reason: 'system', said: String(error) })
  }
  return ok({ lines: found, isAll, unreadable, seal: worstOf(verdicts) })
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

async function readMonth({ files, sealKeys, primitives }: TransferReading, name: string): Promise<Month> {
  const read: LoggedTransfer[] = []
  let unreadable = 0
  const check = new LineSealCheck(primitives)
  const keyOf = keysOf(sealKeys, name)
  for await (const { lines, isTorn } of files.lines(name)) {
    for (const bytes of lines) {
      const text = decoder.decode(bytes).trimEnd()
      const line = readTransferLine(text)
      if (line === null) unreadable += 1
      else read.push({ ...line, seal: check.check(text, await keyOf(line.sealedWith)) })
    }
    if (isTorn) unreadable += 1
  }
  return { lines: read, unreadable }
}

/** The keys of a list by their marks, each asked for once. */
function keysOf(sealKeys: Pick<SealKeys, 'of'>, id: string): (mark: string | null) => ReturnType<SealKeys['of']> {
  const known = new Map<string | null, ReturnType<SealKeys['of']>>()
  return async (mark) => {
    const key = known.get(mark) ?? sealKeys.of({ id, sealedWith: mark })
    known.set(mark, key)
    return await key
  }
}

/**
 * Each file once; of a transfer's own lines its bad end, or that it began where nothing more is known of it. What is not as it was
 * written is told whatever it says.
 */
function told(lines: readonly LoggedTransfer[]): readonly LoggedTransfer[] {
  const goneOn = new Set(lines.filter(({ event }) => event !== 'began').map(({ transfer }) => transfer))
  return lines.filter(
    ({ event, transfer, seal }) =>
      seal === 'altered' || (event !== 'same' && (event !== 'began' || !goneOn.has(transfer))),
  )
}

/** The last of them in the order of the contract is the worst. */
function worstOf(verdicts: readonly LineSealVerdict[]): LoggedTransfers['seal'] {
  const is = lineSealVerdict.options.findLast((one) => verdicts.includes(one))
  return is === undefined ? null : { is, lines: verdicts.filter((verdict) => verdict === is).length }
}
