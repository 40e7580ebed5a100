import { dialTarget } from './dial.ts'
import { payloadType, sessionFlag, type Message } from './frame.ts'
import { OutputPump } from './output-pump.ts'
import type { Plugin, PluginDeps } from './plugin.ts'
import type { Handled } from './receiver.ts'
import { PIPE_BYTES, SmuxServer } from './smux-server.ts'
import type { SmuxStream } from './smux-stream.ts'
import { keepaliveOf } from './keepalive.ts'

/** The multiplexed port session: each stream is a connection of its own to the endpoint. */
export class PortMux implements Plugin {
  readonly #deps: PluginDeps
  readonly #host: string
  readonly #port: number
  readonly #pump: OutputPump
  readonly #smux: SmuxServer
  readonly #abort = new AbortController()

  constructor(deps: PluginDeps, host: string, port: number) {
    this.#deps = deps
    this.#host = host
    this.#port = port
    this.#smux = new SmuxServer({
      write: (header, data) => this.#pump.write(header, data),
      accept: (stream) => this.#accept(stream),
      failed: (reason) => this.#fail(reason),
      keepalive: keepaliveOf(deps),
      keepaliveMs: deps.behaviour.keepaliveMs,
    })
    this.#pump = new OutputPump({
      channel: deps.channel,
      payloadType: payloadType.output,
      payloadBytes: deps.behaviour.payloadBytes,
      sleepMs: deps.behaviour.sleepMs,
      highWater: PIPE_BYTES,
      flow: (state) => this.#smux.setPipe(state === 'paused' ? 'full' : 'free'),
    })
  }

  handle(message: Message): Handled | Promise<Handled> {
    if (message.payloadType === payloadType.flag) return this.#takeFlag(message.payload)
    if (message.payloadType !== payloadType.output) return 'done'
    const blocked = this.#smux.receive(message.payload)
    return blocked === undefined ? 'done' : blocked.then(() => 'done')
  }

  dispose(): Promise<void> {
    this.#abort.abort()
    this.#smux.dispose()
    this.#pump.dispose()
    return Promise.resolve()
  }

  #takeFlag(payload: Buffer): Handled {
    if (payload.length >= 4 && payload.readUInt32BE(0) === sessionFlag.terminateSession) {
      this.#deps.ended({ status: 'Cancelled', output: '' })
    }
    return 'done'
  }

  async #accept(stream: SmuxStream): Promise<void> {
    const { signal } = this.#abort
    const target = this.#deps.dial(this.#host, this.#port)
    const outcome = await dialTarget(target, this.#host, this.#port, { signal, behaviour: this.#deps.behaviour })
    if (outcome.ok) {
      if (signal.aborted) outcome.socket.destroy()
      else stream.attach(outcome.socket)
      return
    }
    if (signal.aborted) return
    this.#deps.log('agent.dial-failed', { error: outcome.error })
    const flag = Buffer.alloc(4)
    flag.writeUInt32BE(sessionFlag.connectToPortError)
    this.#deps.channel.send(payloadType.flag, flag)
    stream.close()
  }

  #fail(reason: 'protocol' | 'keepalive'): void {
    this.#deps.log('agent.multiplexer-closed', { reason })
    this.#deps.ended({ status: 'Success', output: '' })
  }
}
