import type { TransferAmount, TransferView } from '#contract/files.ts'
import type { FarFileWords } from '#words/far-file-words.ts'
import { formatBytes, formatRate } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'
import { problemText } from '#words/problem-text.ts'
import { countdownText, spanText } from '#words/span.ts'
import type { Glyph } from '../../ui/state-glyph.tsx'

/** What a transfer's second line says. */
export interface TransferLine {
  readonly glyph: Glyph | 'paused' | null
  readonly text: string
  /** At the right: what is left, how long it is kept, the checksum. */
  readonly aside: string
  readonly tone: 'plain' | 'good' | 'bad'
  /** What more is to be said, in a line of its own. */
  readonly sentence: string | null
}

/** What can be ordered of a transfer, in the order of the buttons. */
export type TransferAct = 'pause' | 'goOn' | 'cancel' | 'forget' | 'reveal' | 'retry' | 'answer'

/** What the words are made with. `now` in ms. */
interface Saying {
  readonly say: FarFileWords
  readonly words: Messages
  readonly now: number
}

const hourMs = 3_600_000

/** `114 of 184 MB`: one unit where both have the same. */
function amountText({ bytes, totalBytes }: Pick<TransferAmount, 'bytes' | 'totalBytes'>, say: FarFileWords): string {
  const of = formatBytes(totalBytes)
  const done = formatBytes(bytes)
  const [number = done, unit] = done.split(' ')
  return say.transfers.amount(unit !== undefined && of.endsWith(` ${unit}`) ? number : done, of)
}

/** The amount, and of a folder how many of its files. */
function howMuch(amount: TransferAmount, { say, words }: Saying): string {
  const bytes = amountText(amount, say)
  if (amount.totalFiles < 2) return bytes
  return `${bytes}${words.listSeparator}${say.transfers.filesOf(amount.files, amount.totalFiles)}`
}

function rateAndLeft(amount: TransferAmount, rate: number | null, { say, words }: Saying): string {
  if (rate === null || rate < 1) return ''
  const left = ((amount.totalBytes - amount.bytes) / rate) * 1_000
  return say.transfers.rateLeft(formatRate(rate), countdownText(words, left))
}

/** `9f31…c07e`: the ends of a checksum. */
const shortSum = (sha256: string): string => `sha256 ${sha256.slice(0, 4)}…${sha256.slice(-4)}`

const plain = { aside: '', tone: 'plain', sentence: null } as const

/** A transfer's state in words. */
export function transferLine({ status, direction }: TransferView, saying: Saying): TransferLine {
  const { say, words, now } = saying
  const { transfers } = say
  switch (status.kind) {
    case 'waits':
      return {
        ...plain,
        glyph: 'unknown',
        text: status.behind === null ? transfers.waitsForSession : transfers.waitsFor(status.behind),
      }
    case 'counting':
      return { ...plain, glyph: 'connecting', text: transfers.counting }
    case 'asks':
      return { ...plain, glyph: 'unanswered', text: transfers.asks }
    case 'moving':
      return {
        ...plain,
        glyph: null,
        text: howMuch(status.amount, saying),
        aside: rateAndLeft(status.amount, status.rate, saying),
      }
    case 'paused': {
      const at = status.why === 'lost' ? transfers.lostAt : transfers.pausedAt
      const left = Math.ceil(Math.max(0, status.keptUntil - now) / hourMs) * hourMs
      return {
        ...plain,
        glyph: 'paused',
        text: at(howMuch(status.amount, saying)),
        aside: transfers.keptFor(spanText(words, left)),
      }
    }
    case 'checking':
      return { ...plain, glyph: 'connecting', text: transfers.checking }
    case 'same':
      return {
        glyph: 'ready',
        text: transfers.same,
        aside:
          status.sha256 === null
            ? transfers.filesOf(status.amount.files, status.amount.totalFiles)
            : shortSum(status.sha256),
        tone: 'good',
        sentence: status.leftOut === 0 ? null : transfers.leftOut(status.leftOut),
      }
    case 'not-same':
      return { ...plain, glyph: 'failed', text: transfers.notSame[direction], tone: 'bad' }
    case 'failed': {
      const { short, headline, sentence } = problemText(status.problem, words, {})
      return { ...plain, glyph: 'failed', text: short, tone: 'bad', sentence: `${words.lead(headline)} ${sentence}` }
    }
  }
}

/** What can be done with a transfer in its state. */
export function actsOf({ status, direction }: TransferView): readonly TransferAct[] {
  switch (status.kind) {
    case 'waits':
    case 'counting':
    case 'checking':
      return ['cancel']
    case 'asks':
      return ['answer', 'cancel']
    case 'moving':
      return ['pause', 'cancel']
    case 'paused':
      // What was lost goes on by itself.
      return status.why === 'lost' ? ['cancel'] : ['goOn', 'cancel']
    case 'same':
      return direction === 'down' ? ['reveal', 'forget'] : ['forget']
    case 'not-same':
    case 'failed':
      return ['retry', 'forget']
  }
}

/** Whether nothing more becomes of a transfer by itself. */
export const isOver = ({ status }: TransferView): boolean =>
  status.kind === 'same' || status.kind === 'not-same' || status.kind === 'failed'

/** How many are under way: neither over nor standing still because somebody paused them. */
export const underWay = (transfers: readonly TransferView[]): number =>
  transfers.filter((transfer) => !isOver(transfer) && transfer.status.kind !== 'paused').length
