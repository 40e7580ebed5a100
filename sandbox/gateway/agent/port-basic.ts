import type { Socket } from 'node:net'
import { dialTarget } from './dial.ts'
import { payloadType, sessionFlag, type Message } from './frame.ts'
import { OutputPump } from './output-pump.ts'
import type { Plugin, PluginDeps } from './plugin.ts'
import type { Handled } from './receiver.ts'

const SOURCE_BYTES = 65_536

/**
 * The port session of old agents and old clients, and of SSH: one connection at a time, dialled when the session
 * starts. A server that closes is not reported to the client; its next byte dials again.
 */
export class PortBasic implements Plugin {
  readonly #deps: PluginDeps
  readonly #host: string
  readonly #port: number
  readonly #pump: OutputPump
  readonly #abort = new AbortController()
  #socket: Socket | null = null
  #started = false

  constructor(deps: PluginDeps, host: string, port: number) {
    this.#deps = deps
    this.#host = host
    this.#port = port
    this.#pump = new OutputPump({
      channel: deps.channel,
      payloadType: payloadType.output,
      payloadBytes: deps.behaviour.payloadBytes,
      sleepMs: deps.behaviour.sleepMs,
      highWater: SOURCE_BYTES,
      flow: (state) => (state === 'paused' ? this.#socket?.pause() : this.#socket?.resume()),
    })
    void this.#dial().then(() => {
      this.#started = true
    })
  }

  handle(message: Message): Handled | Promise<Handled> {
    if (!this.#started) return 'refused'
    if (message.payloadType === payloadType.flag) return this.#takeFlag(message.payload)
    if (message.payloadType !== payloadType.output) return 'done'
    return this.#write(message.payload)
  }

  dispose(): Promise<void> {
    this.#abort.abort()
    this.#pump.dispose()
    this.#closeSocket()
    return Promise.resolve()
  }

  async #write(data: Buffer): Promise<Handled> {
    if (this.#socket === null) await this.#dial()
    const socket = this.#socket
    if (socket === null) return 'refused'
    if (!socket.write(data)) await new Promise<void>((resolve) => onceWritable(socket, resolve))
    return 'done'
  }

  #takeFlag(payload: Buffer): Handled {
    const flag = payload.length >= 4 ? payload.readUInt32BE(0) : 0
    if (flag === sessionFlag.disconnectToPort) this.#disconnect()
    if (flag === sessionFlag.terminateSession) this.#deps.ended({ status: 'Cancelled', output: '' })
    return 'done'
  }

  /** What the agent has not read of the connection is lost with it. What it has sent already still comes. */
  #disconnect(): void {
    this.#closeSocket()
    this.#pump.discard()
  }

  async #dial(): Promise<void> {
    const { signal } = this.#abort
    const target = this.#deps.dial(this.#host, this.#port)
    const outcome = await dialTarget(target, this.#host, this.#port, { signal, behaviour: this.#deps.behaviour })
    if (outcome.ok && !signal.aborted) return this.#attach(outcome.socket)
    if (outcome.ok) return void outcome.socket.destroy()
    if (signal.aborted) return
    this.#deps.ended({ status: 'Failed', output: `Unable to connect to specified port: ${outcome.error}` })
  }

  #attach(socket: Socket): void {
    this.#socket = socket
    const gone = (): void => {
      if (this.#socket !== socket) return
      this.#closeSocket()
      if (this.#deps.properties['type'] !== 'LocalPortForwarding') this.#finish()
    }
    socket.on('data', (data: Buffer) => this.#pump.write(data))
    socket.on('end', gone)
    socket.on('error', gone)
    socket.on('close', gone)
  }

  /** An SSH session is over with its connection, once all of the server's bytes are sent. */
  #finish(): void {
    void this.#pump.flushed().then(() => this.#deps.ended({ status: 'Success', output: '' }))
  }

  #closeSocket(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.destroySoon()
  }
}

function onceWritable(socket: Socket, resume: () => void): void {
  socket.once('drain', resume)
  socket.once('close', resume)
}
