import type { Duplex, Readable } from 'node:stream'
import type { Problem } from '#contract/problem.ts'
import type { TerminalSize } from '#contract/shells.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Screen } from '../../process/screen.ts'
import type { EngineHost, ShellSession, StdioSession } from '../engine.ts'
import { InputTurns } from './input-turns.ts'
import { PluginLife } from './plugin-life.ts'
import type { PluginRun } from './plugin-run.ts'
import { PluginStream } from './plugin-stream.ts'
import { endRun, terminateSteps } from './stopping.ts'

/** As long as the builtin engine waits for an answer after a half-close. */
const halfCloseGraceMs = 2_000
/** How long a session whose bytes nobody wants any more may take to end. */
const goodbyeMs = 2_000
/** The share of a stop's deadline in which the program may still take what was written. */
const drainShare = 0.25

/** A session whose bytes are the plugin's standard input and output. */
export class StreamSession implements StdioSession {
  readonly sessionId: string
  /** The plugin does not tell. */
  readonly agentVersion = null
  readonly ended: Promise<Problem>
  readonly stream: Duplex
  /** Resolves when the first byte is there. */
  readonly opened: Promise<'opened'>
  readonly #host: Pick<EngineHost, 'terminate'>
  readonly #clock: Clock
  readonly #life: PluginLife
  readonly #stream: PluginStream
  #run: PluginRun | null = null
  #open: () => void = () => {}

  constructor(sessionId: string, host: Pick<EngineHost, 'terminate'>, clock: Clock) {
    this.sessionId = sessionId
    this.#host = host
    this.#clock = clock
    this.opened = new Promise((resolve) => {
      this.#open = () => resolve('opened')
    })
    this.#life = new PluginLife(clock)
    this.ended = this.#life.ended
    const link = {
      input: () => this.#run?.input ?? null,
      // Who stops it reads no more; a program that waits for a reader does not end.
      pauseOutput: () => (this.#life.phase === 'running' ? this.#run?.pauseOutput() : undefined),
      resumeOutput: () => this.#run?.resumeOutput(),
      released: () => void this.stop(goodbyeMs),
    }
    this.#stream = new PluginStream(link, clock, halfCloseGraceMs)
    this.stream = this.#stream
  }

  /** Takes the run whose output comes by {@link deliver}. */
  attach(run: PluginRun): void {
    this.#run = run
    this.#life.follow(run, () => this.#stream.closeRemotely())
  }

  deliver(bytes: Buffer): void {
    this.began()
    this.#stream.deliver(bytes)
  }

  /** The session has begun. From here on the output is the user's. */
  began(): void {
    this.#run?.keepSecret()
    this.#open()
  }

  stop(deadlineMs: number): Promise<void> {
    return this.#life.stop(deadlineMs, (run) => this.#endRun(run, deadlineMs))
  }

  /**
   * With its streams for a keyboard and a screen the plugin takes no signal for a goodbye: in a shell it types them. So the
   * service is asked, which tells the plugin; then its input ends, and so does it.
   */
  async #endRun(run: PluginRun, deadlineMs: number): Promise<void> {
    const startedAt = this.#clock.now()
    if (!this.#stream.destroyed) await this.#stream.drained(deadlineMs * drainShare)
    const leftMs = Math.max(0, deadlineMs - (this.#clock.now() - startedAt))
    const endInput = (): void => void run.input?.end()
    run.resumeOutput()
    await endRun(run, [...terminateSteps(this.#host), endInput], leftMs, this.#clock)
    this.#stream.closeRemotely()
  }
}

/** A screen, and the size that it was opened with. */
interface SizedScreen {
  readonly screen: Screen
  readonly size: TerminalSize
}

/** A shell or command, on a screen of its own. */
export class TerminalSession extends StreamSession implements ShellSession {
  readonly #turns: InputTurns
  #customerMessage = ''
  #exitCode: number | null = null

  constructor(sessionId: string, host: Pick<EngineHost, 'terminate'>, clock: Clock, { screen, size }: SizedScreen) {
    super(sessionId, host, clock)
    this.#turns = new InputTurns({
      clock,
      size,
      write: (bytes, taken) => this.#give(bytes, taken),
      resize: ({ columns, rows }) => screen.resize(columns, rows),
    })
    void this.ended.then(() => this.#turns.end())
  }

  get output(): Readable {
    return this.stream
  }

  get customerMessage(): string {
    return this.#customerMessage
  }

  get exitCode(): number | null {
    return this.#exitCode
  }

  tellMessage(text: string): void {
    this.#customerMessage = text
    this.began()
  }

  tellExitCode(code: number): void {
    this.#exitCode = code
  }

  write(bytes: Uint8Array, taken: () => void = () => {}): boolean {
    return this.#turns.write(bytes, taken)
  }

  resize(columns: number, rows: number): void {
    this.#turns.resize({ columns, rows })
  }

  override stop(deadlineMs: number): Promise<void> {
    this.#turns.end()
    return super.stop(deadlineMs)
  }

  #give(bytes: Uint8Array, taken: () => void): boolean {
    if (this.stream.writable) return this.stream.write(bytes, () => taken())
    taken()
    return false
  }
}
