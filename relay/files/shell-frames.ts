/** The answer to one request: what was printed, and the complaint of one that failed. */
export interface ShellFrame {
  readonly number: string
  readonly output: Buffer
  /** Null when it went well. */
  readonly complaint: string | null
}

/** A folder of twenty thousand long names is smaller; what is larger is no answer. */
const mostBytes = 32 * 1_024 * 1_024

/**
 * Finds frames in what a terminal prints. What stands between them (a prompt, a message to all users) is left out; so is a frame with
 * something else in it, whose request then is never answered.
 */
export class ShellFrames {
  readonly #mark: string
  /** What came since the last frame. Pieces, because a long answer comes in many: joining all for each would take as long as their square. */
  #pieces: string[] = []
  #length = 0
  /** The end of them: a mark may come in two pieces. */
  #tail = ''
  #isInFrame = false

  constructor(mark: string) {
    this.#mark = mark
  }

  /** Null when it will never understand anything again. */
  take(bytes: Uint8Array): readonly ShellFrame[] | null {
    const piece = Buffer.from(bytes).toString('latin1')
    const seam = this.#tail + piece
    this.#tail = this.#endOf(seam)
    this.#pieces.push(piece)
    this.#length += piece.length
    const frames = seam.includes(this.#mark) ? this.#read() : []
    if (!this.#isInFrame) this.#keep(this.#tail)
    return this.#length > mostBytes ? null : frames
  }

  #keep(text: string): void {
    this.#pieces = [text]
    this.#length = text.length
    this.#tail = this.#endOf(text)
  }

  #endOf(text: string): string {
    return text.slice(-this.#mark.length)
  }

  /** Every frame that is whole; what is behind the last of them stays. */
  #read(): readonly ShellFrame[] {
    let text = this.#pieces.join('')
    const frames: ShellFrame[] = []
    for (;;) {
      const begin = text.indexOf(`${this.#mark}:`)
      const from = begin + this.#mark.length + 1
      const end = begin === -1 ? -1 : text.indexOf(`:${this.#mark}`, from)
      this.#isInFrame = begin !== -1
      if (end === -1) {
        this.#keep(begin === -1 ? text : text.slice(begin))
        return frames
      }
      frames.push(frameOf(text.slice(from, end)))
      text = text.slice(end + this.#mark.length + 1)
    }
  }
}

function frameOf(body: string): ShellFrame {
  const [number = '', output = '', code = '', complaint = ''] = body.split(':')
  const said = code === '0' ? null : Buffer.from(complaint, 'base64').toString('utf8').replace(/!$/, '')
  return { number, output: Buffer.from(output, 'base64'), complaint: said }
}
