import { FairQueue } from './fair-queue.ts'
import { commands, type FrameFault, frameHeaderBytes, FrameParser, type FrameSink, writeFrameHeader } from './frame.ts'
import type { StreamOwner } from '../session-stream.ts'
import { ReadingGate, type ReceiveLimit } from './reading-gate.ts'
import { MuxStream } from './stream.ts'

/** What carries the multiplexed bytes. */
export interface MuxLink {
  /** True while a message may be sent. */
  readonly ready: boolean
  /** Sends one message whose payload `fill` writes; false when it wrote nothing. */
  sendOutput(fill: (target: Buffer, start: number, end: number) => number): boolean
  pauseReading(): void
  resumeReading(): void
}

export interface MuxLimits {
  readonly halfCloseGraceMs: number
  /** Unread bytes above which reading stops for all: of one stream, and of all together. */
  readonly receiveLimit: ReceiveLimit
  /** How long one reader may keep the others waiting. */
  readonly stalledReaderMs: number
}

/** What a multiplexed session tells. */
interface MuxEvents {
  /** A stream was given up because its reader kept the others waiting. */
  readerStalled(streamId: number, unreadBytes: number): void
}

/** Below this room a stream waits for the next message rather than send a sliver. */
const leastRoom = 4 * frameHeaderBytes
const noStream = 0
const firstId = 3
const largestId = 0xffff_ffff
/** A fraction of a millisecond's work. */
const messagesPerTurn = 64

/** The client side of a smux v1 session: streams with odd ids from 3, in fair turns, over an ordered byte stream. */
export class Mux implements StreamOwner<MuxStream>, FrameSink {
  readonly #link: MuxLink
  readonly #limits: MuxLimits
  readonly #parser = new FrameParser()
  readonly #streams = new Map<number, MuxStream>()
  readonly #queue = new FairQueue<MuxStream>()
  /** Frames without data that go before all others: FIN by stream id, NOP as id 0. */
  readonly #control: number[] = []
  readonly #gate: ReadingGate<MuxStream>
  #lastId: number
  #pumpPlanned = false
  #over = false

  /** `lastId`: below the id of the first stream, and odd. */
  constructor(link: MuxLink, limits: MuxLimits, events: MuxEvents = { readerStalled: () => undefined }, lastId = 1) {
    this.#link = link
    this.#limits = limits
    this.#lastId = lastId
    this.#gate = new ReadingGate(link, limits, {
      others: () => this.#streams.size > 1,
      giveUp: (stream) => {
        events.readerStalled(stream.id, stream.unreadBytes)
        stream.destroy()
      },
    })
  }

  /** True when nothing waits to be sent: no frame, nothing written to a stream. */
  get drained(): boolean {
    if (this.#control.length > 0 || this.#queue.hasOutput) return false
    for (const stream of this.#streams.values()) if (stream.writableLength > 0 && !stream.remoteClosed) return false
    return true
  }

  /** How long the oldest open stream has been without any answer; 0 when all were answered. */
  longestUnansweredMs(now: number): number {
    for (const stream of this.#streams.values()) {
      if (!stream.answered && !stream.remoteClosed) return now - stream.openedAt
    }
    return 0
  }

  /** A new stream. Its SYN goes with the first data when that is written at once, else alone. After the end: a closed one. */
  open(): MuxStream {
    const stream = new MuxStream(this.#nextId(), this, this.#limits.halfCloseGraceMs)
    if (this.#over) {
      setImmediate(() => stream.destroy())
      return stream
    }
    this.#streams.set(stream.id, stream)
    setImmediate(() => this.enqueue(stream))
    return stream
  }

  /** Bytes of the session, in order. A fault makes the session unusable. */
  receive(bytes: Buffer): FrameFault | null {
    return this.#parser.parse(bytes, this)
  }

  /** Sends what the link has room for, once this turn's writes are all there. */
  progress(): void {
    if (this.#pumpPlanned || this.#over) return
    this.#pumpPlanned = true
    process.nextTick(() => this.#pump())
  }

  /** Queues a frame that means nothing, for agents that expect a sign of life. */
  keepAlive(): void {
    if (this.#control.includes(noStream)) return
    this.#control.push(noStream)
    this.progress()
  }

  /** Tells the far end that every stream is over; its own farewells follow, see {@link allClosedRemotely}. */
  closeStreams(): void {
    for (const stream of this.#streams.values()) this.#sendFarewell(stream)
  }

  get allClosedRemotely(): boolean {
    for (const stream of this.#streams.values()) if (stream.awaitsFarewell) return false
    return true
  }

  /** Destroys every stream and sends nothing more. */
  end(): void {
    this.#over = true
    this.#gate.dispose()
    for (const stream of [...this.#streams.values()]) stream.destroy()
    this.#queue.clear()
    this.#control.length = 0
  }

  enqueue(stream: MuxStream): void {
    if (!stream.hasOutput || this.#over) return
    this.#queue.add(stream)
    this.progress()
  }

  unread(stream: MuxStream, delta: number): void {
    this.#gate.changed(stream, delta)
  }

  released(stream: MuxStream): void {
    this.#gate.remove(stream)
    this.#queue.remove(stream)
    if (this.#streams.delete(stream.id)) this.#sendFarewell(stream)
  }

  data(streamId: number, bytes: Buffer): void {
    this.#streams.get(streamId)?.deliver(bytes)
  }

  closed(streamId: number): void {
    this.#streams.get(streamId)?.closeRemotely()
  }

  #sendFarewell(stream: MuxStream): void {
    if (this.#over || !stream.sayFarewell()) return
    this.#control.push(stream.id)
    this.progress()
  }

  /** Ids are 32 bits wide; after the last they begin anew, past those in use. */
  #nextId(): number {
    do this.#lastId = this.#lastId >= largestId ? firstId : this.#lastId + 2
    while (this.#streams.has(this.#lastId))
    return this.#lastId
  }

  /** Sends no more at once than {@link messagesPerTurn}: what has arrived meanwhile is read before the rest goes out. */
  #pump(): void {
    this.#pumpPlanned = false
    for (let sent = 0; sent < messagesPerTurn; sent += 1) {
      if (this.#over || !this.#link.ready || !this.#link.sendOutput(this.#fill)) return
    }
    this.#pumpPlanned = true
    setImmediate(() => this.#pump())
  }

  readonly #fill = (target: Buffer, start: number, end: number): number => {
    let at = this.#fillControl(target, start, end)
    while (end - at >= leastRoom) {
      const stream = this.#queue.take()
      if (stream === null) break
      at = stream.takeOutput(target, at, end)
    }
    return at
  }

  #fillControl(target: Buffer, start: number, end: number): number {
    let at = start
    while (end - at >= frameHeaderBytes) {
      const id = this.#control.shift()
      if (id === undefined) break
      at = writeFrameHeader(target, at, id === noStream ? commands.nothing : commands.close, 0, id)
    }
    return at
  }
}
