import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { within, type Clock } from '#domain/clock/clock.ts'
import { LastLines } from './last-lines.ts'
import type { Screen } from './screen.ts'

/** What to run. Secrets go by `environment`, never by `args`. */
export interface ChildSpec {
  /** Absolute path. */
  readonly file: string
  readonly args: readonly string[]
  /** The whole environment of the child; nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>
  /** Texts that never appear among the kept lines. */
  readonly secrets: readonly string[]
  /** Its standard input: none, or one that stays open until it is ended; what dies with this process ends it too. */
  readonly input?: 'none' | 'open'
  /** Its standard output, instead of a pipe. Closed when the child is gone. */
  readonly screen?: Screen
  /** Standard output as it comes, any chunk size. */
  output(chunk: Buffer): void
}

/** How a child ended: seen to exit, or never started. */
export type ChildEnd =
  | { readonly kind: 'exit'; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: 'error'; readonly code: string; readonly message: string }

/** After its exit, a child's last output may still be in the pipe; one that lent its pipe to another is not waited for. */
const lastOutputMs = 250

/** A running child process. */
export class SupervisedChild {
  /** Resolves once, when the child's exit was seen and its last output read. Never rejects. */
  readonly ended: Promise<ChildEnd>
  readonly #process: ChildProcess
  readonly #clock: Clock
  readonly #screen: Screen | null
  readonly #output: Readable | null
  #lines: LastLines | null
  #hasExited = false

  constructor(spec: ChildSpec, clock: Clock) {
    this.#clock = clock
    this.#lines = new LastLines(spec.secrets)
    this.#screen = spec.screen ?? null
    this.#process = spawn(spec.file, spec.args, {
      env: spec.environment,
      stdio: [spec.input === 'open' ? 'pipe' : 'ignore', this.#screen?.descriptor ?? 'pipe', 'pipe'],
      windowsHide: true,
      shell: false,
    })
    this.#screen?.handOver()
    // A program that does not read what it is given any more has ended, or will.
    this.#process.stdin?.on('error', () => {})
    this.#output = this.#screen?.output ?? this.#process.stdout
    this.#output?.on('data', (chunk: Buffer) => {
      this.#lines?.add(chunk)
      spec.output(chunk)
    })
    this.#process.stderr?.on('data', (chunk: Buffer) => this.#lines?.add(chunk))
    this.ended = this.#watch()
  }

  /** Undefined when the system could not start it. */
  get pid(): number | undefined {
    return this.#process.pid
  }

  /** Null when it was started without one. */
  get input(): Writable | null {
    return this.#process.stdin
  }

  /** The last lines it wrote, secrets taken out. */
  lastLines(): readonly string[] {
    return this.#lines?.read() ?? []
  }

  /** From now on it says what is nobody's business: no line is kept. */
  forgetLines(): void {
    this.#lines = null
  }

  /** Lets it wait with further output. After its exit there is only a little left, which comes in any case. */
  pauseOutput(): void {
    if (!this.#hasExited) this.#output?.pause()
  }

  resumeOutput(): void {
    this.#output?.resume()
  }

  /** Asks it to end (SIGINT). Windows has no such thing. */
  interrupt(): void {
    if (process.platform !== 'win32') this.#process.kill('SIGINT')
  }

  /** Asks it to end (SIGINT; Windows has no such thing), waits, kills. Resolves when its exit was seen. */
  async stop(graceMs: number): Promise<ChildEnd> {
    this.interrupt()
    const ended = process.platform === 'win32' ? 'late' : await within(this.#clock, graceMs, this.ended)
    if (ended !== 'late') return ended
    this.kill()
    return this.ended
  }

  /** Ends it at once. */
  kill(): void {
    this.#process.kill('SIGKILL')
  }

  async #watch(): Promise<ChildEnd> {
    const pipesClosed = new Promise<void>((resolve) => this.#process.once('close', () => resolve()))
    const closed = Promise.all([pipesClosed, this.#screen?.closed])
    const end = await new Promise<ChildEnd>((resolve) => {
      this.#process.once('exit', (code, signal) => resolve({ kind: 'exit', code, signal }))
      this.#process.on('error', (error: NodeJS.ErrnoException) => {
        // An error of a child that runs (a signal that could not be sent) is not its end.
        if (this.#process.pid === undefined)
          resolve({ kind: 'error', code: error.code ?? 'UNKNOWN', message: error.message })
      })
    })
    this.#hasExited = true
    this.resumeOutput()
    if (end.kind === 'exit') await within(this.#clock, lastOutputMs, closed)
    this.#screen?.close()
    return end
  }
}
