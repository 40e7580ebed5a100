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

type StatusOf<K extends TransferView['status']['kind']> = Extract<TransferView['status'], { kind: K }>

function pausedLine({ why, amount, keptUntil }: StatusOf<'paused'>, saying: Saying): TransferLine {
  const { words, now } = saying
  const { lostAt, pausedAt, keptFor } = saying.say.transfers
  const at = why === 'lost' ? lostAt : pausedAt
  // The clock of the page is a moment behind that of who paused it.
  const left = Math.max(1, Math.round((keptUntil - now) / hourMs)) * hourMs
  return { ...plain, glyph: 'paused', text: at(howMuch(amount, saying)), aside: keptFor(spanText(words, left)) }
}

function sameLine({ amount, sha256, leftOut }: StatusOf<'same'>, { say: { transfers } }: Saying): TransferLine {
  return {
    glyph: 'ready',
    text: transfers.same,
    aside: sha256 === null ? transfers.filesOf(amount.files, amount.totalFiles) : shortSum(sha256),
    tone: 'good',
    sentence: leftOut === 0 ? null : transfers.leftOut(leftOut),
  }
}

function failedLine({ problem }: StatusOf<'failed'>, { words }: Saying): TransferLine {
  const { short, headline, sentence } = problemText(problem, words, {})
  return { ...plain, glyph: 'failed', text: short, tone: 'bad', sentence: `${words.lead(headline)} ${sentence}` }
}

/** A transfer's state in words. */
export function transferLine({ status, direction }: TransferView, saying: Saying): TransferLine {
  const { transfers } = saying.say
  switch (status.kind) {
    case 'waits': {
      const text = status.behind === null ? transfers.waitsForSession : transfers.waitsFor(status.behind)
      return { ...plain, glyph: 'unknown', text }
    }
    case 'counting':
      return { ...plain, glyph: 'connecting', text: transfers.counting }
    case 'asks':
      return { ...plain, glyph: 'unanswered', text: transfers.asks }
    case 'moving': {
      const aside = rateAndLeft(status.amount, status.rate, saying)
      return { ...plain, glyph: null, text: howMuch(status.amount, saying), aside }
    }
    case 'paused':
      return pausedLine(status, saying)
    case 'checking':
      return { ...plain, glyph: 'connecting', text: transfers.checking }
    case 'same':
      return sameLine(status, saying)
    case 'not-same':
      return { ...plain, glyph: 'failed', text: transfers.notSame[direction], tone: 'bad' }
    case 'failed':
      return failedLine(status, saying)
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
