import { ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { ChannelPass } from '#contract/relay.ts'
import type { ChannelSocket, SocketListener } from '#relay/engine/builtin/channel-socket.ts'
import type { Connect } from '#relay/engine/builtin/data-channel.ts'
import { direct } from './direct-route.ts'

/** A socket of the data channel without a network: keeps what is sent and says what it is told to. */
export class FakeSocket implements ChannelSocket {
  readonly queuedBytes = 0
  readonly frames: Buffer[] = []
  readonly texts: string[] = []
  reading: 'on' | 'paused' = 'on'
  open = true
  readonly #listener: SocketListener

  constructor(listener: SocketListener) {
    this.#listener = listener
  }

  /** The service sends a message. */
  say(frame: Buffer): void {
    if (this.open) this.#listener.message(frame)
  }

  /** The connection is lost. */
  drop(code = 1_006): void {
    if (!this.open) return
    this.open = false
    this.#listener.closed({ code, reason: '' })
  }

  send(frame: Buffer): void {
    if (this.open) this.frames.push(frame)
  }

  sendText(text: string): void {
    this.texts.push(text)
  }

  ping(payload: Buffer): void {
    if (this.open) this.#listener.pong(payload)
  }

  pauseReading(): void {
    this.reading = 'paused'
  }

  resumeReading(): void {
    this.reading = 'on'
  }

  close(): Promise<void> {
    this.drop(1_000)
    return Promise.resolve()
  }

  destroy(): void {
    this.drop()
  }
}

/** Gives every opening a {@link FakeSocket}. */
export class FakeService {
  readonly sockets: FakeSocket[] = []

  readonly connect: Connect = (_pass: ChannelPass, listener: SocketListener): Promise<Result<ChannelSocket>> => {
    const socket = new FakeSocket(listener)
    this.sockets.push(socket)
    listener.opened(socket)
    return Promise.resolve(ok(socket))
  }

  /** The socket of now. */
  get socket(): FakeSocket {
    const last = this.sockets.at(-1)
    if (last === undefined) throw new Error('nothing was opened')
    return last
  }
}

export const anyPass: ChannelPass = {
  tokenValue: 'token',
  streamUrl: 'wss://127.0.0.1/',
  upgradeHeaders: {},
  network: direct,
}
