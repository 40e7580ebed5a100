/** smux version 1 (`docs/reference/ssm-data-channel.md`): version, command, little-endian length and stream id. */
export const frameHeaderBytes = 8

export const commands = { open: 0, close: 1, data: 2, nothing: 3 } as const
export type Command = (typeof commands)[keyof typeof commands]

/** Writes a frame's header; returns the offset after it. */
export function writeFrameHeader(
  target: Buffer,
  offset: number,
  command: Command,
  length: number,
  streamId: number,
): number {
  target[offset] = 1
  target[offset + 1] = command
  target.writeUInt16LE(length, offset + 2)
  target.writeUInt32LE(streamId, offset + 4)
  return offset + frameHeaderBytes
}

/** What a parsed byte stream tells. */
export interface FrameSink {
  /** Part or all of a data frame; a view of the chunk that was parsed. */
  data(streamId: number, bytes: Buffer): void
  closed(streamId: number): void
}

/** After one of these the byte stream has lost its frames and the session is unusable. */
export type FrameFault = 'wrong-version' | 'unknown-command' | 'unexpected-length'

/** Cuts an ordered byte stream into frames, however it is divided. Holds eight bytes and two numbers, whatever comes. */
export class FrameParser {
  readonly #header = Buffer.alloc(frameHeaderBytes)
  #headerFilled = 0
  #remaining = 0
  #streamId = 0
  #fault: FrameFault | null = null

  /** Returns the fault that ended parsing, now or earlier. */
  parse(chunk: Buffer, sink: FrameSink): FrameFault | null {
    let offset = 0
    while (offset < chunk.length && this.#fault === null) {
      offset = this.#remaining > 0 ? this.#takeData(chunk, offset, sink) : this.#takeHeader(chunk, offset, sink)
    }
    return this.#fault
  }

  #takeData(chunk: Buffer, offset: number, sink: FrameSink): number {
    const end = Math.min(chunk.length, offset + this.#remaining)
    this.#remaining -= end - offset
    sink.data(this.#streamId, chunk.subarray(offset, end))
    return end
  }

  #takeHeader(chunk: Buffer, offset: number, sink: FrameSink): number {
    const end = Math.min(chunk.length, offset + frameHeaderBytes - this.#headerFilled)
    chunk.copy(this.#header, this.#headerFilled, offset, end)
    this.#headerFilled += end - offset
    if (this.#headerFilled === frameHeaderBytes) this.#startFrame(sink)
    return end
  }

  #startFrame(sink: FrameSink): void {
    this.#headerFilled = 0
    const command = this.#header[1]
    const length = this.#header.readUInt16LE(2)
    this.#streamId = this.#header.readUInt32LE(4)
    if (this.#header[0] !== 1) this.#fault = 'wrong-version'
    else if (command === commands.data) this.#remaining = length
    else if (command === undefined || command > commands.nothing) this.#fault = 'unknown-command'
    else if (length !== 0) this.#fault = 'unexpected-length'
    else if (command === commands.close) sink.closed(this.#streamId)
  }
}
