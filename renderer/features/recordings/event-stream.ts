import { EventReader, type RecordedEvent } from '#domain/recording/recorded-lines.ts'

/** Some whole lines of a recording; null when they can not be read. */
export type ReadPiece = (from: number) => Promise<{ readonly bytes: string; readonly next: number | null } | null>

/** Reads a recording piece by piece, no further ahead than it is taken. */
export class EventStream {
  readonly #read: ReadPiece
  #reader = new EventReader()
  #events: RecordedEvent[] = []
  #taken = 0
  #from: number | null = 0

  constructor(read: ReadPiece) {
    this.#read = read
  }

  /** The next event, if it is here already; undefined when it has to be read first. */
  get head(): RecordedEvent | undefined {
    return this.#events[this.#taken]
  }

  get isAtEnd(): boolean {
    return this.head === undefined && this.#from === null
  }

  /** Begins anew. */
  rewind(): void {
    this.#reader = new EventReader()
    this.#events = []
    this.#taken = 0
    this.#from = 0
  }

  take(): void {
    this.#taken += 1
  }

  /** Reads until there is a next event, or the end. */
  async fill(): Promise<void> {
    while (this.head === undefined && this.#from !== null) {
      const piece = await this.#read(this.#from)
      this.#from = piece?.next ?? null
      this.#taken = 0
      this.#events = piece === null ? [] : this.#eventsIn(bytesOf(piece.bytes))
    }
  }

  #eventsIn(bytes: Uint8Array): RecordedEvent[] {
    const lines = new TextDecoder().decode(bytes).split('\n')
    return lines.flatMap((line) => this.#reader.read(line) ?? [])
  }
}

/** Base64 as bytes. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (mark) => mark.charCodeAt(0))
}
