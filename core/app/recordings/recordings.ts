import type {
  LoggedTransfers,
  RecordingHit,
  RecordingKeeping,
  RecordingList,
  RecordingOutline,
  SealVerdict,
} from '#contract/recordings.ts'
import { pieceBytes } from '#contract/recordings.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import { outlived } from '#domain/recording/retention.ts'
import { fail, ok } from '#domain/result.ts'
import type { Log, RelayLink } from '../ports.ts'
import { LineTooLong } from './ports.ts'
import { RecordingCatalog, type FoundRecording } from './recording-catalog.ts'
import { exportName, exportRecording, type ExportFormat } from './recording-export.ts'
import { findTransfers, letGoLists } from './transfer-lists.ts'
import { checkSeal, outlineRecording, searchRecording, type RecordingReadingOptions } from './recording-reading.ts'

/** What the recordings need. */
export interface RecordingsOptions extends RecordingReadingOptions {
  idOf(name: string): string
  /** Who writes them, and says when one is over. */
  readonly relay: Pick<RelayLink, 'onFact' | 'onStopped'>
  readonly clock: Clock
  readonly log: Log
  /** What may be kept, as it is set now. */
  keeping(): RecordingKeeping
}

/** Where a copy goes, and what is said above it. */
export interface ExportPlan {
  readonly found: FoundRecording
  readonly verdict: SealVerdict | null
  /** As it may be named. */
  readonly name: string
}

/** How often it is looked whether a recording is too old: ms. */
const pruneEveryMs = 3_600_000

/** The recordings of this computer: listed, read, searched, exported and let go. */
export class Recordings {
  readonly #options: RecordingsOptions
  readonly #catalog: RecordingCatalog
  readonly #listeners = createListeners<void>()
  readonly #stops: readonly Unsubscribe[]
  #cancelPrune: () => void = () => {}
  #isOver = false

  constructor(options: RecordingsOptions) {
    this.#options = options
    this.#catalog = new RecordingCatalog(options)
    this.#stops = [
      options.relay.onFact((fact) => {
        if (fact.type === 'recording-ended') this.#ended(fact.recordingId)
      }),
      options.relay.onStopped(() => this.#allEnded()),
    ]
  }

  /** Lets go what is too old now, and once an hour. */
  async keepHouse(): Promise<void> {
    await this.#pruneQuietly()
    if (!this.#isOver) this.#cancelPrune = this.#options.clock.after(pruneEveryMs, () => void this.keepHouse())
  }

  /** There are others now, or one of them is over. */
  onChange(listener: () => void): Unsubscribe {
    return this.#listeners.subscribe(listener)
  }

  dispose(): void {
    for (const stop of this.#stops) stop()
    this.#isOver = true
    this.#cancelPrune()
  }

  /** The relay writes it from now on. */
  started(id: string, name: string): void {
    this.#catalog.started(id, name)
    this.#listeners.tell()
  }

  list(): Promise<RecordingList> {
    return this.#catalog.list()
  }

  outline(id: string): Promise<Result<RecordingOutline>> {
    return this.#with(id, (found) => outlineRecording(this.#options, found))
  }

  check(id: string): Promise<Result<SealVerdict | null>> {
    return this.#with(id, (found) => checkSeal(this.#options, found))
  }

  search(id: string, text: string): Promise<Result<{ count: number; hits: RecordingHit[] }>> {
    return this.#with(id, (found) => searchRecording(this.#options.files, found, text))
  }

  /** Whole lines from a place where one begins. */
  piece(id: string, from: number): Promise<Result<{ readonly bytes: Uint8Array; readonly next: number | null }>> {
    return this.#with(id, async ({ file, entry }) => {
      if (entry.content.is !== 'readable') return fail('RECORDING_UNREADABLE', { reason: 'not-ours' })
      try {
        return ok(await this.#options.files.piece(file.name, from, pieceBytes))
      } catch (error) {
        if (error instanceof LineTooLong) return fail('RECORDING_UNREADABLE', { reason: 'not-ours' })
        return fail('RECORDING_UNREADABLE', { reason: 'system', said: String(error) })
      }
    })
  }

  /** Reads it to its end for the seal's result, before anybody is asked where it should go. */
  planExport(id: string, format: ExportFormat): Promise<Result<ExportPlan>> {
    return this.#with(id, async (found) => {
      const checked = await checkSeal(this.#options, found)
      return checked.ok ? ok({ found, verdict: checked.value, name: exportName(found, format) }) : checked
    })
  }

  export(plan: ExportPlan, format: ExportFormat, path: string, intro: readonly string[]): Promise<Result<void>> {
    return exportRecording(this.#options.files, plan.found, { format, path, verdict: plan.verdict, intro })
  }

  find(id: string): Promise<Result<FoundRecording>> {
    return this.#catalog.find(id)
  }

  /** For good; one that is being written stays. */
  remove(id: string): Promise<Result<void>> {
    return this.#with(id, async ({ file, entry }) => {
      if (entry.isLive) return fail('RECORDING_NOT_CHANGED', { task: 'delete', reason: 'live' })
      try {
        await this.#options.files.remove(file.name)
      } catch (error) {
        return fail('RECORDING_NOT_CHANGED', { task: 'delete', reason: String(error) })
      }
      this.#listeners.tell()
      return ok(undefined)
    })
  }

  /** The names of those that `keeping` would let go. */
  async outlived(keeping: RecordingKeeping): Promise<readonly string[]> {
    const now = this.#options.clock.now()
    const finished = await this.#catalog.finished()
    // Most times nothing is too old or too much, and no file has to be read to know that.
    if (outlived(finished, keeping, now).length === 0) return []
    return outlived(await this.#catalog.readable(finished), keeping, now)
  }

  async prune(): Promise<void> {
    const { files, log, clock } = this.#options
    const keeping = this.#options.keeping()
    const lists = await letGoLists(files, keeping, clock.now())
    if (lists > 0) log.info('transfer-lists-let-go', { count: lists })
    const names = await this.outlived(keeping)
    for (const name of names) await files.remove(name)
    if (names.length > 0) log.info('recordings-let-go', { count: names.length })
    if (names.length + lists > 0) this.#listeners.tell()
  }

  /** What was written down of transfers of files beside the recordings. */
  transfers(search: string): Promise<Result<LoggedTransfers>> {
    return findTransfers(this.#options, search)
  }

  /** It is over, or can not be. What is too much goes now. */
  #ended(id: string): void {
    this.#catalog.ended(id)
    this.#listeners.tell()
    void this.#pruneQuietly()
  }

  /** The relay is gone, and writes none any more. */
  #allEnded(): void {
    this.#catalog.allEnded()
    this.#listeners.tell()
  }

  async #pruneQuietly(): Promise<void> {
    const { log } = this.#options
    await this.prune().catch((error: unknown) => log.warn('recordings-not-pruned', { reason: String(error) }))
  }

  async #with<T>(id: string, use: (found: FoundRecording) => Promise<Result<T>>): Promise<Result<T>> {
    const found = await this.#catalog.find(id)
    return found.ok ? await use(found.value) : found
  }
}
