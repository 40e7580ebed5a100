import type { Clock } from '#domain/clock/clock.ts'
import { eventLine, type EventCode } from '#domain/recording/recorded-lines.ts'
import type { SealChain } from '#domain/recording/seal-chain.ts'
import type { RecordingFile } from './recording-file.ts'

/** What is written before that is lost, at the most, when the computer loses its power: ms. */
const syncEveryMs = 1_000
/** Lines that wait are written together, so many bytes at once. */
const mostAtOnce = 1_024 * 1_024
const nothing = new Uint8Array(0)

interface Line {
  readonly atMs: number
  readonly bytes: Uint8Array
  written?: () => void
}

/** What the writer needs. */
interface LineWriterOptions {
  readonly file: RecordingFile
  readonly chain: SealChain
  readonly clock: Clock
  /** Ms since the start of the recording. */
  elapsed(): number
  /** The system did not take what was to be written; nothing more is. Told once. */
  failed(error: unknown): void
}

/**
 * Writes lines in their order. A second after the first that is not safe yet they are sealed and brought to the disk. A line is
 * covered by the chain once it is in the file, so that what is in the file can always be sealed.
 */
export class LineWriter {
  readonly #options: LineWriterOptions
  #waiting: Line[] = []
  #work: Promise<void> = Promise.resolve()
  #isBusy = false
  #hasFailed = false
  #cancelSync: (() => void) | null = null
  /** Of the last line in the file. */
  #lastMs = 0

  constructor(options: LineWriterOptions) {
    this.#options = options
  }

  write(code: EventCode, data: string): void {
    if (this.#hasFailed) return
    const atMs = this.#options.elapsed()
    this.#put({ atMs, bytes: Buffer.from(eventLine(atMs, code, data)) })
  }

  /** Calls once the system has all lines so far; never after a failure. */
  afterAll(written: () => void): void {
    if (!this.#hasFailed) this.#put({ atMs: this.#options.elapsed(), bytes: nothing, written })
  }

  /** Writes what waits, then this line with the last seal, and closes the file. Settles always. */
  async end(how: string): Promise<void> {
    await this.#work
    this.#cancelSync?.()
    // A seal that began in the meantime.
    await this.#work
    if (this.#hasFailed) return
    await this.#last(how).catch((error: unknown) => this.#fail(error))
    await this.#options.file.close().catch(() => undefined)
  }

  #put(line: Line): void {
    this.#waiting.push(line)
    if (!this.#isBusy) this.#then(() => this.#drain())
  }

  #then(work: () => Promise<void>): void {
    this.#isBusy = true
    this.#work = this.#work.then(work).catch((error: unknown) => this.#breakOff(error))
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#hasFailed) {
      const lines = this.#taken()
      const bytes = Buffer.concat(lines.map((line) => line.bytes))
      await this.#options.file.append(bytes)
      this.#options.chain.cover(bytes)
      this.#lastMs = lines.at(-1)?.atMs ?? this.#lastMs
      for (const { written } of lines) written?.()
    }
    this.#isBusy = false
    this.#cancelSync ??= this.#options.clock.after(syncEveryMs, () => this.#then(() => this.#seal()))
  }

  #taken(): readonly Line[] {
    let bytes = 0
    const end = this.#waiting.findIndex((line) => (bytes += line.bytes.length) > mostAtOnce)
    return this.#waiting.splice(0, end < 1 ? (end === 0 ? 1 : this.#waiting.length) : end)
  }

  async #seal(): Promise<void> {
    this.#cancelSync = null
    await this.#appendSeal()
    await this.#options.file.sync()
    if (this.#waiting.length > 0) return await this.#drain()
    this.#isBusy = false
  }

  async #last(how: string): Promise<void> {
    const { chain, file, elapsed } = this.#options
    const atMs = elapsed()
    const end = Buffer.from(eventLine(atMs, 'x', how))
    await file.append(end)
    chain.cover(end)
    this.#lastMs = atMs
    await this.#appendSeal()
    await file.sync()
  }

  /** It has the time of the line before it: lines that wait may be older than the moment of their seal. */
  async #appendSeal(): Promise<void> {
    const { chain, file } = this.#options
    await file.append(Buffer.from(eventLine(this.#lastMs, 's', chain.next(this.#lastMs))))
  }

  /** What did not fit was cut off: a few bytes for the end may still be there, and if not, the file is whole to its last line. */
  async #breakOff(error: unknown): Promise<void> {
    if (this.#hasFailed) return
    this.#fail(error)
    await this.#last('not-recorded').catch(() => undefined)
    await this.#options.file.close().catch(() => undefined)
  }

  #fail(error: unknown): void {
    this.#hasFailed = true
    this.#waiting = []
    this.#cancelSync?.()
    this.#options.failed(error)
  }
}
