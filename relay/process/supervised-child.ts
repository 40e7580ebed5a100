import { spawn, type ChildProcess } from 'node:child_process'
import { within, type Clock } from '../clock.ts'
import { LastLines } from './last-lines.ts'

/** What to run. Secrets go by `environment`, never by `args`. */
export interface ChildSpec {
  /** Absolute path. */
  readonly file: string
  readonly args: readonly string[]
  /** The whole environment of the child; nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>
  /** Texts that never appear among the kept lines. */
  readonly secrets: readonly string[]
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
  readonly #lines: LastLines

  constructor(spec: ChildSpec, clock: Clock) {
    this.#clock = clock
    this.#lines = new LastLines(spec.secrets)
    this.#process = spawn(spec.file, spec.args, {
      env: spec.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      shell: false,
    })
    this.#process.stdout?.on('data', (chunk: Buffer) => {
      this.#lines.add(chunk)
      spec.output(chunk)
    })
    this.#process.stderr?.on('data', (chunk: Buffer) => this.#lines.add(chunk))
    this.ended = this.#watch()
  }

  /** Undefined when the system could not start it. */
  get pid(): number | undefined {
    return this.#process.pid
  }

  /** The last lines it wrote, secrets taken out. */
  lastLines(): readonly string[] {
    return this.#lines.read()
  }

  /** Asks it to end (SIGINT; Windows has no such thing), waits, kills. Resolves when its exit was seen. */
  async stop(graceMs: number): Promise<ChildEnd> {
    if (process.platform !== 'win32') this.#process.kill('SIGINT')
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
    const closed = new Promise<void>((resolve) => this.#process.once('close', () => resolve()))
    const end = await new Promise<ChildEnd>((resolve) => {
      this.#process.once('exit', (code, signal) => resolve({ kind: 'exit', code, signal }))
      this.#process.on('error', (error: NodeJS.ErrnoException) => {
        // An error of a child that runs (a signal that could not be sent) is not its end.
        if (this.#process.pid === undefined)
          resolve({ kind: 'error', code: error.code ?? 'UNKNOWN', message: error.message })
      })
    })
    if (end.kind === 'exit') await within(this.#clock, lastOutputMs, closed)
    return end
  }
}
