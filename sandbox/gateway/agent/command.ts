import { spawn, type ChildProcess } from 'node:child_process'
import { commandLine } from './command-line.ts'
import { payloadType, sessionFlag, type Message } from './frame.ts'
import { OutputPump } from './output-pump.ts'
import type { Plugin, PluginDeps } from './plugin.ts'
import type { Handled } from './receiver.ts'

const INTERRUPT = 0x03
const QUIT = 0x1c
const HUNG_UP_MS = 300

/**
 * The non-interactive command. With `separateOutputStream` its two streams and its exit code are sent as they come;
 * without, everything is sent after it has ended.
 */
export class Command implements Plugin {
  readonly #deps: PluginDeps
  readonly #separate: boolean
  readonly #output: OutputPump
  readonly #errors: OutputPump
  readonly #child: ChildProcess
  readonly #exited: Promise<number>
  #closed = false
  #disposed = false

  constructor(deps: PluginDeps) {
    this.#deps = deps
    this.#separate = deps.properties['separateOutputStream'] === 'true'
    this.#output = this.#createPump(payloadType.output)
    this.#errors = this.#createPump(this.#separate ? payloadType.stderr : payloadType.output)
    if (!this.#separate) this.#output.hold()
    const { file, args, cwd, env } = commandLine(deps)
    this.#child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    this.#child.stdout?.on('data', (data: Buffer) => this.#output.write(data))
    this.#child.stderr?.on('data', (data: Buffer) => (this.#separate ? this.#errors : this.#output).write(data))
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', () => resolve(1))
      this.#child.once('close', (code) => resolve(code ?? 1))
    })
    void this.#exited.then((code) => this.#finish(code))
  }

  handle(message: Message): Handled {
    const { payload } = message
    if (message.payloadType === payloadType.flag) this.#takeFlag(payload)
    if (message.payloadType !== payloadType.output) return 'done'
    if (payload.includes(INTERRUPT)) this.#signal('SIGINT')
    else if (payload.includes(QUIT)) this.#signal('SIGQUIT')
    return 'done'
  }

  async dispose(): Promise<void> {
    this.#disposed = true
    this.#output.dispose()
    this.#errors.dispose()
    this.#signal('SIGHUP')
    const killer = setTimeout(() => this.#signal('SIGKILL'), HUNG_UP_MS)
    await this.#exited
    clearTimeout(killer)
  }

  #createPump(type: number): OutputPump {
    return new OutputPump({
      channel: this.#deps.channel,
      payloadType: type,
      payloadBytes: this.#deps.behaviour.payloadBytes,
      sleepMs: this.#deps.behaviour.sleepMs,
      highWater: Number.POSITIVE_INFINITY,
      flow: () => undefined,
    })
  }

  async #finish(code: number): Promise<void> {
    this.#closed = true
    if (this.#disposed) return
    if (!this.#separate) this.#output.start()
    await Promise.all([this.#output.flushed(), this.#errors.flushed()])
    if (this.#disposed) return
    if (this.#separate) this.#deps.channel.send(payloadType.exitCode, Buffer.from(`EXIT_CODE: ${code}`))
    this.#deps.ended({ status: 'Success', output: '' })
  }

  #takeFlag(payload: Buffer): void {
    if (payload.length < 4 || payload.readUInt32BE(0) !== sessionFlag.terminateSession) return
    this.#deps.ended({ status: 'Cancelled', output: '' })
  }

  /** To the whole process group, as a terminal would. */
  #signal(name: NodeJS.Signals): void {
    const { pid } = this.#child
    if (pid === undefined || this.#closed) return
    try {
      process.kill(-pid, name)
    } catch {
      this.#deps.log('agent.command-already-gone', { signal: name })
    }
  }
}
