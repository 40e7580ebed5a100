import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TerminalSize } from '#contract/shells.ts'
import { firstPlayback, played, type Playback, type PlaybackEvent } from '#domain/recording/playback.ts'
import type { RecordedEvent } from '#domain/recording/recorded-lines.ts'
import { bytesOf, EventStream, type ReadPiece } from './event-stream.ts'

/** What a replay is drawn on. */
export interface ReplayScreen {
  /** Resolves once it is drawn. */
  write(data: string | Uint8Array): Promise<void>
  resize(size: TerminalSize): void
  /** As it was before the first byte. */
  reset(): void
}

/** What a player needs. */
interface ReplayPlayerOptions {
  readonly read: ReadPiece
  readonly screen: ReplayScreen
  readonly size: TerminalSize
  readonly durationMs: number
  /** The next moment to draw at, and how to give it up: the page's animation frames. */
  frame(run: (nowMs: number) => void): () => void
}

/** Of the watcher's time no more than this goes by at once: a window that was hidden does not jump. */
const longestFrameMs = 250
/** So much is written before it is waited for: characters. */
const mostUndrawn = 64 * 1_024

/** Plays a recording on a screen. */
export class ReplayPlayer {
  readonly #options: ReplayPlayerOptions
  readonly #events: EventStream
  readonly #store: StoreApi<Playback>
  #drawnMs = 0
  #drawing: Promise<void> | null = null
  #cancelFrame: () => void = () => {}
  #lastFrame: number | null = null
  #isOver = false

  constructor(options: ReplayPlayerOptions) {
    this.#options = options
    this.#events = new EventStream(options.read)
    this.#store = createStore<Playback>(() => firstPlayback)
    options.screen.resize(options.size)
  }

  get state(): Pick<StoreApi<Playback>, 'getState' | 'subscribe' | 'getInitialState'> {
    return this.#store
  }

  tell(event: PlaybackEvent): void {
    const before = this.#store.getState()
    const next = played(before, event, this.#options.durationMs)
    if (next === before) return
    this.#store.setState(next, true)
    if (next.is === 'playing' && before.is !== 'playing') this.#nextFrame()
    if (next.atMs !== before.atMs) this.#draw()
  }

  dispose(): void {
    this.#isOver = true
    this.#cancelFrame()
  }

  /** Resolves when the screen shows what the recording says for now. */
  async drawn(): Promise<void> {
    while (this.#drawing !== null) await this.#drawing
  }

  #nextFrame(): void {
    this.#cancelFrame()
    this.#cancelFrame = this.#options.frame((now) => this.#onFrame(now))
  }

  #onFrame(now: number): void {
    if (this.#isOver || this.#store.getState().is !== 'playing') {
      this.#lastFrame = null
      return
    }
    const ms = this.#lastFrame === null ? 0 : Math.min(longestFrameMs, now - this.#lastFrame)
    this.#lastFrame = now
    // A screen that is behind is waited for, and so is a piece that is being read.
    if (this.#drawing === null) this.tell({ type: 'passed', ms, nextMs: this.#nextMs() })
    if (this.#store.getState().is === 'playing') this.#nextFrame()
    else this.#lastFrame = null
  }

  #nextMs(): number | null {
    return this.#events.head?.atMs ?? (this.#events.isAtEnd ? null : this.#store.getState().atMs)
  }

  #draw(): void {
    if (this.#drawing !== null) return
    this.#drawing = this.#catchUp().finally(() => {
      this.#drawing = null
    })
  }

  /** Goes after the wanted time, which may change meanwhile. */
  async #catchUp(): Promise<void> {
    do {
      await this.#advance()
      await this.#options.screen.write('')
    } while (!this.#isOver && this.#isBehind())
  }

  #isBehind(): boolean {
    const { atMs } = this.#store.getState()
    return atMs < this.#drawnMs || (this.#events.head?.atMs ?? Infinity) <= atMs
  }

  async #advance(): Promise<void> {
    if (this.#store.getState().atMs < this.#drawnMs) this.#begin()
    let undrawn = 0
    while (!this.#isOver && this.#store.getState().atMs >= this.#drawnMs) {
      await this.#events.fill()
      const event = this.#events.head
      if (event === undefined || event.atMs > this.#store.getState().atMs) return
      this.#events.take()
      this.#drawnMs = event.atMs
      undrawn += event.kind === 'output' ? event.text.length : 0
      const done = this.#show(event)
      if (undrawn < mostUndrawn) continue
      undrawn = 0
      await done
    }
  }

  /** Back is from the beginning. */
  #begin(): void {
    const { screen, size } = this.#options
    this.#events.rewind()
    screen.reset()
    screen.resize(size)
    this.#drawnMs = 0
  }

  #show(event: RecordedEvent): Promise<void> {
    const { screen } = this.#options
    if (event.kind === 'resize') screen.resize(event.size)
    if (event.kind !== 'output') return Promise.resolve()
    return screen.write(trueBytes(event.bytes) ?? event.text)
  }
}

/** Null where there are none, or somebody put there what is no base64: the replay goes on with the text. */
function trueBytes(base64: string | null): Uint8Array | null {
  try {
    return base64 === null ? null : bytesOf(base64)
  } catch {
    return null
  }
}
