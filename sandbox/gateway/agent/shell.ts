import { spawn, type IPty } from '@lydell/node-pty'
import { commandLine } from './command-line.ts'
import { refuseUser } from './run-as.ts'
import { payloadType, sessionFlag, type Message } from './frame.ts'
import { OutputPump } from './output-pump.ts'
import type { Plugin, PluginDeps } from './plugin.ts'
import type { Handled } from './receiver.ts'
import { TerminalInput } from './terminal-input.ts'
import { descriptorOf, readToTheEnd } from './terminal-internals.ts'
import { wholeCharacters } from './utf8-boundary.ts'

const HUNG_UP_MS = 300

/** Starts a shell, or says what the session ends with because this machine has no terminal to give. */
export function startShell(deps: PluginDeps): Plugin | { readonly output: string } {
  const refusal = refuseUser(deps)
  if (refusal !== null) return { output: refusal }
  try {
    return new Shell(deps)
  } catch (error) {
    return { output: `Failed to start pty: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/** The shell session, and the interactive command: a real program in a real pty. */
class Shell implements Plugin {
  readonly #deps: PluginDeps
  readonly #pump: OutputPump
  readonly #pty: IPty
  readonly #firstOutput: NodeJS.Timeout
  readonly #exited: Promise<void>
  readonly #input: TerminalInput
  readonly #readyAt: number
  #running = true
  #disposed = false

  constructor(deps: PluginDeps) {
    this.#deps = deps
    this.#readyAt = performance.now() + deps.behaviour.terminalMs
    const { file, args, cwd, env } = commandLine(deps)
    this.#pty = spawn(file, [...args], { name: 'xterm-256color', cols: 80, rows: 24, cwd, env, encoding: null })
    this.#input = new TerminalInput(descriptorOf(this.#pty))
    this.#pump = new OutputPump({
      channel: deps.channel,
      payloadType: payloadType.output,
      payloadBytes: deps.behaviour.payloadBytes,
      sleepMs: deps.behaviour.sleepMs,
      highWater: 65_536,
      trim: wholeCharacters,
      flow: (state) => this.#setReading(state),
    })
    this.#pump.hold()
    this.#firstOutput = setTimeout(() => this.#pump.start(), deps.behaviour.firstOutputMs)
    readToTheEnd(this.#pty, (bytes) => this.#pump.write(bytes))
    this.#exited = new Promise((resolve) => {
      this.#pty.onExit(() => {
        this.#running = false
        this.#input.dispose()
        resolve()
        void this.#finish()
      })
    })
  }

  /** As the real agent: input that comes before the terminal is up, or a size it cannot read, is not acknowledged. */
  handle(message: Message): Handled {
    if (performance.now() < this.#readyAt) return 'refused'
    if (message.payloadType === payloadType.output) this.#type(message.payload)
    if (message.payloadType === payloadType.size) return this.#resize(message.payload)
    if (message.payloadType === payloadType.flag) this.#takeFlag(message.payload)
    return 'done'
  }

  /** Hangs up, then kills; settles when the program is gone. */
  async dispose(): Promise<void> {
    this.#disposed = true
    clearTimeout(this.#firstOutput)
    this.#pump.dispose()
    if (!this.#running) return
    this.#kill('SIGHUP')
    const killer = setTimeout(() => this.#kill('SIGKILL'), HUNG_UP_MS)
    await this.#exited
    clearTimeout(killer)
  }

  #type(data: Buffer): void {
    if (this.#running) this.#input.type(data)
  }

  #resize(payload: Buffer): Handled {
    const size = parseSize(payload)
    if (size === null) return 'refused'
    try {
      if (this.#running) this.#pty.resize(Math.max(1, size.cols), Math.max(1, size.rows))
    } catch {
      // The command ended a moment ago: its terminal is closed before its exit is told.
    }
    return 'done'
  }

  #takeFlag(payload: Buffer): void {
    if (payload.length < 4 || payload.readUInt32BE(0) !== sessionFlag.terminateSession) return
    this.#deps.ended({ status: 'Cancelled', output: '' })
  }

  #setReading(state: 'paused' | 'flowing'): void {
    if (!this.#running) return
    if (state === 'paused') this.#pty.pause()
    else this.#pty.resume()
  }

  async #finish(): Promise<void> {
    if (this.#disposed) return
    await this.#pump.flushed()
    if (!this.#disposed) this.#deps.ended({ status: 'Success', output: '' })
  }

  #kill(signal: 'SIGHUP' | 'SIGKILL'): void {
    try {
      this.#pty.kill(signal)
    } catch {
      this.#deps.log('agent.shell-already-gone', { signal })
    }
  }
}

function parseSize(payload: Buffer): { readonly cols: number; readonly rows: number } | null {
  try {
    const content: unknown = JSON.parse(payload.toString('utf8'))
    if (typeof content !== 'object' || content === null) return null
    const cols: unknown = Reflect.get(content, 'cols')
    const rows: unknown = Reflect.get(content, 'rows')
    return isCount(cols) && isCount(rows) ? { cols, rows } : null
  } catch {
    return null
  }
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0
