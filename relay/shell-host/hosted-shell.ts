import { mostOutput, mostShown, streamCredit } from '#contract/shell-stream.ts'
import type { TerminalSize } from '#contract/shells.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { ShellSession } from '../engine/engine.ts'
import type { StreamPort } from '../stream-port.ts'
import { OutputFlow } from './output-flow.ts'
import { PageEnd } from './page-end.ts'
import type { RecordedBytes } from './recorded-bytes.ts'
import { ShownTail } from './shown-tail.ts'

/** A window that is dragged tells a size with each frame; a program redraws for each that it hears of. */
const resizePauseMs = 50

/** What a hosted shell needs. */
interface HostedShellOptions {
  readonly clock: Clock
  /** What its bytes go past, if they are recorded. */
  readonly recorded: RecordedBytes | null
  log(level: 'info' | 'warn', event: string, fields?: Readonly<Record<string, unknown>>): void
}

/**
 * What a shell is to this program: the bytes of its session, and the page that shows them. Until the first page comes nothing is
 * read, so that no page misses anything. While a page shows it, output goes as the page draws. When the page is gone (it crashed, its
 * window was closed) the program at the far end goes on all the same, and the next page gets the end of what was printed.
 */
export class HostedShell {
  readonly #options: HostedShellOptions
  readonly #tail = new ShownTail(mostShown)
  #session: ShellSession | null = null
  #flow: OutputFlow | null = null
  #page: PageEnd | null = null
  #hadPage = false
  #size: TerminalSize | null = null
  #cancelResize: (() => void) | null = null

  constructor(options: HostedShellOptions) {
    this.#options = options
  }

  /** The session carries bytes from now on. */
  begin(session: ShellSession): void {
    this.#session = session
    const sink = { output: (bytes: Uint8Array<ArrayBuffer>) => this.#take(bytes), ended: () => void this.#ended() }
    this.#flow = new OutputFlow(session.output, sink, mostOutput, this.#options.clock)
    if (this.#page !== null) this.#flow.allow(streamCredit)
    this.#tellSize()
  }

  /** The session carries nothing more; one that never did has no output that could end. */
  sessionOver(): void {
    if (this.#flow === null) void this.#options.recorded?.end()
  }

  /** Shows it on a page, instead of the one before. */
  attach(port: StreamPort): void {
    this.#page?.close()
    const page: PageEnd = new PageEnd(port, {
      input: (bytes, taken) => this.#input(bytes, taken),
      resize: (size) => this.#resize(size),
      drawn: (bytes) => this.#flow?.give(bytes),
      gone: () => this.#gone(page),
      misspoke: (reason) => this.#options.log('warn', 'page-misspoke', { reason }),
    })
    this.#page = page
    if (this.#hadPage) page.shown(this.#tail.bytes(), this.#tail.isWhole)
    this.#hadPage = true
    if (this.#flow?.isEnded === true) page.end()
    else this.#flow?.allow(streamCredit - this.#underway)
  }

  /** Nobody will look at it again. */
  close(): void {
    const page = this.#page
    this.#page = null
    page?.close()
    this.#cancelResize?.()
    this.#flowOn()
  }

  /** What still comes is for nobody. */
  discard(): void {
    this.#flow?.allow(Infinity)
  }

  get #underway(): number {
    return this.#options.recorded?.underway ?? 0
  }

  /** Without a page output goes on, no faster than it is recorded. */
  #flowOn(): void {
    this.#flow?.allow(this.#options.recorded === null ? Infinity : streamCredit - this.#underway)
  }

  #take(bytes: Uint8Array<ArrayBuffer>): void {
    const { recorded } = this.#options
    if (recorded === null) return this.#output(bytes)
    recorded.output(bytes, (given) => {
      this.#output(given)
      if (this.#page === null) this.#flow?.give(given.length)
    })
  }

  /** What is printed last is recorded before a page hears of the end. */
  async #ended(): Promise<void> {
    await this.#options.recorded?.end()
    this.#page?.end()
  }

  #output(bytes: Uint8Array<ArrayBuffer>): void {
    this.#tail.add(bytes)
    this.#page?.output(bytes)
  }

  #input(bytes: Uint8Array, taken: () => void): void {
    if (this.#session === null) return taken()
    this.#options.recorded?.input(bytes)
    this.#session.write(bytes, taken)
  }

  /** At once, and then the last one after a while. */
  #resize(size: TerminalSize): void {
    this.#size = size
    if (this.#cancelResize === null && this.#session !== null) this.#tellSize()
  }

  #tellSize(): void {
    const size = this.#size
    this.#size = null
    this.#cancelResize = null
    if (size === null) return
    this.#session?.resize(size.columns, size.rows)
    this.#options.recorded?.resize(size)
    this.#cancelResize = this.#options.clock.after(resizePauseMs, () => this.#tellSize())
  }

  #gone(page: PageEnd): void {
    if (this.#page !== page) return
    this.#page = null
    this.#options.log('info', 'page-gone')
    this.#flowOn()
  }
}
