import type { TerminalSize } from '#contract/shells.ts'
import type { Clock } from '#domain/clock/clock.ts'

/** Milliseconds for the plugin to send one read of its input, and how many bytes that is. */
const readMs = 4
const readBytes = 1_024
/** Milliseconds after which all that was given has been sent on. */
const passingMs = 50
/** Milliseconds within which the plugin has told of a new size: it looks at its terminal twice a second. */
const tellingMs = 700

interface TurnsOptions {
  readonly clock: Clock
  /** As the program was started with. */
  readonly size: TerminalSize
  /** Gives bytes to the program; false when it takes no more for now. */
  write(bytes: Uint8Array, taken: () => void): boolean
  /** Changes the size of the program's terminal. */
  resize(size: TerminalSize): void
}

type Turn =
  | { readonly kind: 'keys' }
  /** What was typed before is still on its way through the program. */
  | { readonly kind: 'passing'; readonly cancel: () => void }
  /** The program is about to tell the size. */
  | { readonly kind: 'telling'; readonly cancel: () => void }

/**
 * Keeps keys and sizes apart. AWS's plugin sends each from a goroutine of its own and counts its messages without a lock: a key that
 * goes out while a size does gets the same number, the number after it is never used, and the agent waits for that one as long as
 * the session lives: nobody can type any more. So keys are held while a size is told.
 */
export class InputTurns {
  readonly #options: TurnsOptions
  #turn: Turn = { kind: 'keys' }
  #size: TerminalSize
  /** When the program will have sent what it was given (ms of the clock). */
  #sentBy = 0
  #held: { readonly bytes: Uint8Array; readonly taken: () => void }[] = []
  #isOver = false

  constructor(options: TurnsOptions) {
    this.#options = options
    this.#size = options.size
  }

  write(bytes: Uint8Array, taken: () => void): boolean {
    if (this.#turn.kind === 'keys') return this.#give(bytes, taken)
    this.#held.push({ bytes, taken })
    return false
  }

  resize(size: TerminalSize): void {
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return
    this.#size = size
    if (this.#isOver) return this.#options.resize(size)
    if (this.#turn.kind === 'passing') return
    const { clock } = this.#options
    const leftMs = this.#turn.kind === 'keys' ? this.#sentBy + passingMs - clock.now() : 0
    if (leftMs > 0) this.#turn = { kind: 'passing', cancel: clock.after(leftMs, () => this.#tell()) }
    else this.#tell()
  }

  /** The session is to end: nothing is held any more. */
  end(): void {
    this.#isOver = true
    if (this.#turn.kind !== 'keys') this.#turn.cancel()
    this.#letGo()
  }

  #tell(): void {
    if (this.#turn.kind === 'telling') this.#turn.cancel()
    this.#options.resize(this.#size)
    this.#turn = { kind: 'telling', cancel: this.#options.clock.after(tellingMs, () => this.#letGo()) }
  }

  #letGo(): void {
    this.#turn = { kind: 'keys' }
    for (const { bytes, taken } of this.#held.splice(0)) this.#give(bytes, taken)
  }

  #give(bytes: Uint8Array, taken: () => void): boolean {
    const now = this.#options.clock.now()
    this.#sentBy = Math.max(now, this.#sentBy) + Math.ceil(bytes.byteLength / readBytes) * readMs
    return this.#options.write(bytes, taken)
  }
}
