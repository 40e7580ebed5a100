import type { FileAsk, TransferNews, TransferRun } from '#contract/file-relay.ts'
import type { FileRequest } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import { farPathOf } from '#domain/far-path/far-key.ts'
import type { TransferLog } from '../ports.ts'
import type { TransferLine } from '#domain/transfer/line.ts'

/** The session whose transfers are written down. */
interface LoggedSession {
  readonly request: FileRequest
  readonly sessionId: string | null
  readonly targetId: string | null
  readonly targetName: string | null
}

interface LoggedTransfersDeps {
  readonly log: TransferLog
  session(): LoggedSession
  /** To the relay. */
  order(ask: FileAsk): void
  /** A run may not begin. */
  refused(transferId: string, problem: Problem): void
  /** What happened could not be written down, though it has to be. */
  failed(problem: Problem): void
}

type Noted = Extract<TransferNews, { news: 'file' | 'same' | 'not-same' | 'failed' | 'stopped' }>

/**
 * Lets no transfer begin before it is written down, where that is wanted; writes what becomes of it behind. Orders keep their sequence.
 */
export class LoggedTransfers {
  readonly #deps: LoggedTransfersDeps
  readonly #runs = new Map<string, TransferRun>()
  #work: Promise<void> = Promise.resolve()

  constructor(deps: LoggedTransfersDeps) {
    this.#deps = deps
  }

  ask(ask: FileAsk): void {
    if (!this.#isKept) return this.#deps.order(ask)
    this.#work = this.#work.then(() => (ask.do === 'move' ? this.#begin(ask) : this.#deps.order(ask)))
  }

  heard(transferId: string, news: TransferNews): void {
    const run = this.#runs.get(transferId)
    if (run === undefined || !isNoted(news)) return
    if (news.news !== 'file') this.#runs.delete(transferId)
    const line = { ...this.#lineOf(run), ...factsOf(news) }
    this.#work = this.#work.then(() => this.#note(line))
  }

  get #isKept(): boolean {
    return this.#deps.log.isKept(this.#deps.session().request.environment)
  }

  async #begin(ask: Extract<FileAsk, { do: 'move' }>): Promise<void> {
    const { log, session, order, refused } = this.#deps
    const { run } = ask
    const noted = await log.note(session().request, this.#lineOf(run))
    if (!noted.ok) return refused(run.transferId, noted.error)
    this.#runs.set(run.transferId, run)
    order(ask)
  }

  async #note(line: TransferLine): Promise<void> {
    const { log, session, failed } = this.#deps
    const noted = await log.note(session().request, line)
    if (!noted.ok) failed(noted.error)
  }

  #lineOf({ transferId, direction, here, there, resume }: TransferRun): TransferLine {
    const { sessionId, targetId, targetName } = this.#deps.session()
    return {
      event: 'began',
      transfer: transferId,
      sessionId: sessionId ?? '',
      target: targetId ?? '',
      targetName,
      direction,
      here,
      there: farPathOf(there) ?? '',
      name: resume?.savedAs ?? null,
      bytes: null,
      sha256: null,
      why: null,
    }
  }
}

const isNoted = (told: TransferNews): told is Noted =>
  ['file', 'same', 'not-same', 'failed', 'stopped'].includes(told.news)

function factsOf(news: Noted): Pick<TransferLine, 'event'> & Partial<TransferLine> {
  switch (news.news) {
    case 'file':
      return { event: 'file', name: news.name, bytes: news.bytes, sha256: news.sha256 }
    case 'same':
      return { event: 'same', name: news.savedAs, bytes: news.amount.bytes, sha256: news.sha256 }
    case 'not-same':
      return { event: 'not-same', name: news.file }
    case 'failed':
      return { event: 'failed', why: news.problem.code }
    case 'stopped':
      return { event: 'stopped', name: news.savedAs, bytes: news.amount.bytes, why: news.why }
  }
}
