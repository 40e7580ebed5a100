import { shellStreamInput, streamCredit, type ShellStreamInput } from '#contract/shell-stream.ts'
import type { StreamPort } from '../stream-port.ts'

/** What a page may want of its shell. */
export interface PageWishes {
  /** `taken` is to be called once the bytes are on their way. */
  input(bytes: Uint8Array, taken: () => void): void
  resize(size: Extract<ShellStreamInput, { type: 'resize' }>['size']): void
  drawn(bytes: number): void
  /** The page is gone, or was sent away. Told once. */
  gone(): void
  /** It said something that no page of ours says, or more than it may. */
  misspoke(reason: string): void
}

/** One page that shows a shell: what it says is parsed, counted and passed on until it is gone. */
export class PageEnd {
  readonly #port: StreamPort
  readonly #wishes: PageWishes
  /** Output that was sent and not drawn, input that came and was not taken; bytes. */
  #undrawn = 0
  #untaken = 0
  #isOver = false

  constructor(port: StreamPort, wishes: PageWishes) {
    this.#port = port
    this.#wishes = wishes
    port.onClose(() => this.close())
    port.onMessage((message) => this.#hear(message))
  }

  shown(bytes: Uint8Array<ArrayBuffer>, isWhole: boolean): void {
    if (!this.#isOver && bytes.length > 0) this.#port.post({ type: 'shown', bytes, isWhole })
  }

  output(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#isOver) return
    this.#undrawn += bytes.length
    this.#port.post({ type: 'output', bytes })
  }

  end(): void {
    if (!this.#isOver) this.#port.post({ type: 'end' })
  }

  /** Nothing more is heard of it. */
  close(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#port.close()
    this.#wishes.gone()
  }

  #hear(message: unknown): void {
    if (this.#isOver) return
    const parsed = shellStreamInput.safeParse(message)
    if (!parsed.success) return this.#misspoke(parsed.error.issues[0]?.path.join('.') ?? '')
    switch (parsed.data.type) {
      case 'input':
        return this.#input(parsed.data.bytes)
      case 'resize':
        return this.#wishes.resize(parsed.data.size)
      case 'drawn':
        return this.#drawn(parsed.data.bytes)
    }
  }

  #input(bytes: Uint8Array): void {
    const { length } = bytes
    this.#untaken += length
    if (this.#untaken > streamCredit) return this.#misspoke('more input than may wait')
    this.#wishes.input(bytes, () => {
      this.#untaken -= length
      if (!this.#isOver) this.#port.post({ type: 'taken', bytes: length })
    })
  }

  /** A page that draws more than it was sent would make the relay send without end. */
  #drawn(bytes: number): void {
    if (bytes > this.#undrawn) return this.#misspoke('more drawn than sent')
    this.#undrawn -= bytes
    this.#wishes.drawn(bytes)
  }

  #misspoke(reason: string): void {
    this.#wishes.misspoke(reason)
    this.close()
  }
}
