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
  #text = ''

  constructor(mark: string) {
    this.#mark = mark
  }

  /** Null when it will never understand anything again. */
  take(bytes: Uint8Array): readonly ShellFrame[] | null {
    this.#text += Buffer.from(bytes).toString('latin1')
    const frames: ShellFrame[] = []
    for (let frame = this.#next(); frame !== null; frame = this.#next()) frames.push(frame)
    return this.#text.length > mostBytes ? null : frames
  }

  #next(): ShellFrame | null {
    const begin = this.#text.indexOf(`${this.#mark}:`)
    if (begin === -1) {
      this.#text = this.#text.slice(-this.#mark.length)
      return null
    }
    const from = begin + this.#mark.length + 1
    const end = this.#text.indexOf(`:${this.#mark}`, from)
    if (end === -1) {
      this.#text = this.#text.slice(begin)
      return null
    }
    const [number = '', output = '', code = '', complaint = ''] = this.#text.slice(from, end).split(':')
    this.#text = this.#text.slice(end + this.#mark.length + 1)
    const said = code === '0' ? null : Buffer.from(complaint, 'base64').toString('utf8').replace(/!$/, '')
    return { number, output: Buffer.from(output, 'base64'), complaint: said }
  }
}
