import { RawClient } from './raw-client.ts'
import type { RawFrame } from './raw-frame.ts'

const OUTPUT = 1
const HANDSHAKE_REQUEST = 5
const HANDSHAKE_RESPONSE = 6
const HANDSHAKE_COMPLETE = 7

export const smuxCommand = { syn: 0, fin: 1, push: 2, nop: 3 } as const

export interface RawStream {
  readonly received: Buffer[]
  receivedBytes: number
  ended: boolean
}

/** A hand-written port session: handshake, then smux version 1 frames in Output messages. */
export class RawPortClient extends RawClient {
  readonly streams = new Map<number, RawStream>()
  #pending = Buffer.alloc(0)

  constructor() {
    super()
    this.onData = (frame) => {
      if (frame.payloadType === OUTPUT) this.#parse(frame.payload)
    }
  }

  get handshakeRequest(): RawFrame | undefined {
    return this.ordered.find((frame) => frame.payloadType === HANDSHAKE_REQUEST)
  }

  /** Answers the agent's request and waits for the handshake's end. */
  async handshake(clientVersion = '1.2.677.0'): Promise<void> {
    await this.until(() => this.handshakeRequest !== undefined)
    const action = { ActionType: 'SessionType', ActionStatus: 1, ActionResult: null, Error: '' }
    const response = { ClientVersion: clientVersion, ProcessedClientActions: [action], Errors: null }
    this.send(HANDSHAKE_RESPONSE, JSON.stringify(response))
    await this.until(() => this.ordered.some((frame) => frame.payloadType === HANDSHAKE_COMPLETE))
  }

  openStream(id: number): RawStream {
    const stream: RawStream = { received: [], receivedBytes: 0, ended: false }
    this.streams.set(id, stream)
    this.sendSmux(smuxCommand.syn, id, Buffer.alloc(0))
    return stream
  }

  /** Sends data in PSH frames that fit a 1,024-byte message each. */
  push(id: number, data: Buffer): void {
    for (let offset = 0; offset < data.length; offset += 1016) {
      this.sendSmux(smuxCommand.push, id, data.subarray(offset, offset + 1016))
    }
  }

  sendSmux(command: number, id: number, data: Buffer): void {
    const frame = Buffer.alloc(8 + data.length)
    frame[0] = 1
    frame[1] = command
    frame.writeUInt16LE(data.length, 2)
    frame.writeUInt32LE(id, 4)
    data.copy(frame, 8)
    this.send(OUTPUT, frame)
  }

  #parse(bytes: Buffer): void {
    let rest = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes])
    while (rest.length >= 8) {
      const length = rest.readUInt16LE(2)
      if (rest.length < 8 + length) break
      this.#take(rest[1] ?? 0, rest.readUInt32LE(4), rest.subarray(8, 8 + length))
      rest = rest.subarray(8 + length)
    }
    this.#pending = Buffer.from(rest)
  }

  #take(command: number, id: number, data: Buffer): void {
    const stream = this.streams.get(id)
    if (stream === undefined) return
    if (command === smuxCommand.fin) stream.ended = true
    if (command !== smuxCommand.push) return
    stream.received.push(data)
    stream.receivedBytes += data.length
  }
}
