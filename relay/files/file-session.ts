import type { FileAsk, FileNews, FileOpening, TransferNews, TransferRun } from '#contract/file-relay.ts'
import type { Problem } from '#contract/problem.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { HostedSession } from '../session-host/hosted-session.ts'
import { openOverShell, openOverSsh, type FarFiles } from './far-files.ts'
import type { FetchedMark } from './fetched-mark.ts'
import { FileTrouble, SessionOver } from './file-side.ts'
import { here } from './here.ts'
import { listFolder } from './listing.ts'
import { Transfer } from './transfer.ts'

/** News after which more follow. */
const goesOn: ReadonlySet<TransferNews['news']> = new Set(['counting', 'moving', 'checking', 'file'])

interface FileSessionOptions {
  readonly session: Pick<HostedSession, 'useBy' | 'carrier'>
  readonly opening: FileOpening
  readonly targetId: string
  readonly clock: Clock
  readonly markFetched: FetchedMark
  tell(news: FileNews): void
  /** A bug, which concerns this session alone. */
  failed(error: unknown): void
}

/** One session that carries files: opens them, lists folders, and runs the transfers that main orders. */
export class FileSession {
  readonly #options: FileSessionOptions
  readonly #transfers = new Map<string, Transfer>()
  #files: Extract<FarFiles, { kind: 'open' }> | null = null
  #keyAnswer: ((problem: Problem | null) => void) | null = null

  constructor(options: FileSessionOptions) {
    this.#options = options
    options.session.useBy({ ready: () => this.#settle(this.#open()), over: () => this.#over(), unused: () => {} })
  }

  order(ask: FileAsk): void {
    switch (ask.do) {
      case 'list':
        return this.#settle(this.#list(ask))
      case 'move':
        return this.#settle(this.#move(ask.run))
      case 'stop':
        return this.#transfers.get(ask.transferId)?.stop(ask.part)
      case 'discard':
        return this.#settle(this.#discard(ask))
      case 'use-key':
        this.#keyAnswer?.(ask.problem)
        this.#keyAnswer = null
    }
  }

  async #open(): Promise<void> {
    const { session, opening, targetId, clock, tell } = this.#options
    const { carrier } = session
    if (carrier === null || carrier.for === 'forward') return
    const overShell = carrier.for === 'shell'
    const opened = overShell
      ? await openOverShell(carrier.session, clock)
      : opening.over === 'ssh' &&
        (await openOverSsh(carrier.session.stream, opening, targetId, (key) => this.#pushKey(key)))
    if (opened === false) return
    if (opened.kind === 'open' && session.carrier === null) return opened.close()
    if (opened.kind === 'open') this.#files = opened
    tell(opened.news)
  }

  #pushKey(publicKey: string): Promise<Problem | null> {
    this.#options.tell({ told: 'key-wanted', publicKey })
    return new Promise((resolve) => (this.#keyAnswer = resolve))
  }

  async #list({ requestId, at }: Extract<FileAsk, { do: 'list' }>): Promise<void> {
    const { tell } = this.#options
    const files = this.#files
    try {
      if (files === null) throw new SessionOver()
      const value = await listFolder(files.side, files.home, at)
      tell({ told: 'answer', requestId, answer: { ok: true, value } })
    } catch (error) {
      tell({ told: 'answer', requestId, answer: { ok: false, error: problemIn(error) } })
    }
  }

  async #move(run: TransferRun): Promise<void> {
    const { transferId } = run
    const { clock, tell, markFetched } = this.#options
    const there = this.#files?.side
    if (this.#transfers.has(transferId)) return
    if (there === undefined) return tell({ told: 'transfer', transferId, news: neverBegun(run) })
    const told = (news: TransferNews): void => {
      // Whoever hears of its end may begin it anew in the same breath.
      if (!goesOn.has(news.news)) this.#transfers.delete(transferId)
      tell({ told: 'transfer', transferId, news })
    }
    const transfer = new Transfer({ run, here: { ...here, markFetched }, there, clock, tell: told })
    this.#transfers.set(transferId, transfer)
    await transfer.run()
  }

  /** On this computer nothing is deleted but what is called as a part is. */
  async #discard({ direction, part }: Extract<FileAsk, { do: 'discard' }>): Promise<void> {
    const side = direction === 'down' ? here : this.#files?.side
    const isPart = side !== undefined && /^\..+\.culvert-part$/s.test(side.nameOf(part))
    if (isPart) await side.remove(part).catch(() => undefined)
  }

  #over(): void {
    for (const transfer of this.#transfers.values()) transfer.lost()
    this.#files?.close()
    this.#files = null
    this.#keyAnswer?.(problemOf('SESSION_ENDED', {}))
  }

  #settle(work: Promise<unknown>): void {
    work.catch((error: unknown) => (error instanceof SessionOver ? undefined : this.#options.failed(error)))
  }
}

/** Of a run that was ordered while its session ended: what earlier ones had done is still there. */
function neverBegun({ resume }: TransferRun): TransferNews {
  const files = resume?.files ?? 0
  const amount = { bytes: 0, totalBytes: 0, files, totalFiles: Math.max(1, files) }
  return { news: 'stopped', why: 'lost', amount, savedAs: resume?.savedAs ?? null, part: null }
}

function problemIn(error: unknown): Problem {
  if (error instanceof FileTrouble) return error.problem
  if (error instanceof SessionOver) return problemOf('FILES_NOT_OPEN', {})
  throw error
}
