import { readPieces, type TerminalPiece } from './terminal-pieces.ts'

/** A line of a terminal as it was when the next began. */
export interface TextLine {
  readonly text: string
  /** Ms since the start: when its last mark was written. */
  readonly at: number
}

type Hear = (line: TextLine) => void

/** A line that goes on for longer is cut: characters. */
const longestLine = 4_096
const tabStop = 8

/**
 * The lines that output leaves behind, for search and plain text: one line of a terminal, with what shells' line editors do to it.
 * What draws whole screens comes out as the pieces it wrote.
 */
export class TextLines {
  readonly #hear: Hear
  #rest = ''
  #line = ''
  #cursor = 0
  #at = 0

  constructor(hear: Hear) {
    this.#hear = hear
  }

  write(text: string, at: number): void {
    this.#at = at
    this.#rest = readPieces(this.#rest + text, (piece) => this.#piece(piece))
  }

  /** Tells the line that was not ended. */
  end(): void {
    if (this.#line !== '') this.#next()
  }

  #piece(piece: TerminalPiece): void {
    switch (piece.kind) {
      case 'text':
        return this.#put(piece.text)
      case 'control':
        return this.#control(piece.text)
      case 'csi':
        return this.#csi(piece.final, firstNumber(piece.parameters))
      case 'sequence':
        return undefined
    }
  }

  #put(text: string): void {
    this.#line = this.#padded().slice(0, this.#cursor) + text + this.#line.slice(this.#cursor + text.length)
    this.#cursor += text.length
    if (this.#cursor > longestLine) this.#next()
  }

  #control(mark: string): void {
    if (mark === '\n') return this.#next()
    if (mark === '\r') this.#cursor = 0
    if (mark === '\b') this.#cursor = Math.max(0, this.#cursor - 1)
    if (mark === '\t') this.#cursor = Math.min(longestLine, (Math.floor(this.#cursor / tabStop) + 1) * tabStop)
  }

  #csi(final: string, given: number | null): void {
    const count = Math.max(1, given ?? 1)
    switch (final) {
      case 'K':
        return this.#erase(given ?? 0)
      case 'C':
        this.#cursor = Math.min(longestLine, this.#cursor + count)
        return undefined
      case 'D':
        this.#cursor = Math.max(0, this.#cursor - count)
        return undefined
      case 'G':
        this.#cursor = Math.min(longestLine, count - 1)
        return undefined
      case 'P':
        this.#line = this.#line.slice(0, this.#cursor) + this.#line.slice(this.#cursor + count)
        return undefined
      case '@':
        return this.#insert(count)
      // To another line, which is not known here.
      case 'A':
      case 'B':
      case 'H':
      case 'f':
      case 'd':
        return this.end()
      case 'J':
        return given === null || given === 0 ? this.#erase(0) : this.end()
      default:
        return undefined
    }
  }

  #erase(which: number): void {
    if (which === 0) this.#line = this.#line.slice(0, this.#cursor)
    if (which === 1) this.#line = ' '.repeat(Math.min(this.#cursor, longestLine)) + this.#line.slice(this.#cursor)
    if (which === 2) this.#line = ''
  }

  #insert(count: number): void {
    const room = ' '.repeat(Math.min(count, longestLine))
    this.#line = this.#padded().slice(0, this.#cursor) + room + this.#line.slice(this.#cursor)
  }

  #padded(): string {
    return this.#line.padEnd(this.#cursor)
  }

  #next(): void {
    this.#hear({ text: this.#line.trimEnd(), at: this.#at })
    this.#line = ''
    this.#cursor = 0
  }
}

function firstNumber(parameters: string): number | null {
  const [digits] = /^\d{1,4}/.exec(parameters) ?? []
  return digits === undefined ? null : Number(digits)
}
