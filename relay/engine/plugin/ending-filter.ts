/** Bytes that are not told apart from the beginning of an ending are held back; more than this is none. */
const heldLimit = 65_536
/** The plugin's own failures are one line, and short. */
const failureLimit = 4_096
/** Longest text that may stand for an exit code. */
const codeLength = 24

/** What the last bytes are: nothing special, what may become an ending, an exit code before one, or a whole one. */
type EndingState = 'none' | 'beginning' | 'exit-code' | 'whole'

/** What was found at the end of the output. */
interface FoundEnding {
  /** The plugin's own text, empty when it went without a word. */
  readonly text: Buffer
  /** Of a command whose document asks for it. */
  readonly exitCode: number | null
}

/**
 * Tells a session's bytes from what the plugin says after them on the same standard output: that the session is over,
 * with the service's words or without, or that the plugin can not go on. All but the last name the session, and all
 * are the last thing it says, so bytes are only held back while they could be such a text.
 */
export class EndingFilter {
  readonly #deliver: (bytes: Buffer) => void
  readonly #exiting: Buffer
  readonly #timedOut: Buffer
  readonly #closing: Buffer
  readonly #failing = Buffer.from('Cannot perform start session: ')
  readonly #code: Buffer | null
  /** Delivered already, when nobody could know better: perhaps the beginning of an ending all the same. */
  #past: Buffer = nothing
  #held: Buffer = nothing
  /** What came after {@link #held}, which has begun the service's words; null before. Nothing in it is looked for. */
  #words: Buffer[] | null = null
  #wordsBytes = 0
  #hasDelivered = false

  /** `kind` tells whether there may be an exit code before the ending. */
  constructor(sessionId: string, kind: 'shell' | 'stdio', deliver: (bytes: Buffer) => void) {
    this.#deliver = deliver
    this.#exiting = Buffer.from(`\n\nExiting session with sessionId: ${sessionId}.\n\n`)
    this.#timedOut = Buffer.from(`Session: ${sessionId} timed out.\n`)
    this.#closing = Buffer.from(`\n\nSessionId: ${sessionId} : `)
    this.#code = kind === 'shell' ? Buffer.from('EXIT_CODE: ') : null
  }

  get state(): EndingState {
    if (this.#words !== null) return 'whole'
    if (this.#held.length === 0) return 'none'
    const bytes = this.#pending()
    if (this.#code !== null && codeIn(bytes) !== null) return 'exit-code'
    const isWhole = this.#isEnding(bytes) || (!this.#hasDelivered && this.#isFailure(bytes))
    return isWhole ? 'whole' : 'beginning'
  }

  push(chunk: Buffer): void {
    if (this.#words === null) return this.#look(chunk)
    this.#words.push(chunk)
    this.#wordsBytes += chunk.length
    if (this.#past.length + this.#held.length + this.#wordsBytes <= heldLimit) return
    this.release()
    this.#past = nothing
  }

  #look(chunk: Buffer): void {
    const past = this.#past.length
    const bytes = Buffer.concat([this.#past, this.#held, chunk])
    const found = this.#findEnding(bytes)
    const at = bytes.length - found > heldLimit ? bytes.length : found
    this.#past = at < past ? bytes.subarray(at, past) : nothing
    this.#held = bytes.subarray(Math.max(at, past))
    if (at < bytes.length && this.#hasWords(bytes.subarray(at))) this.#words = []
    this.#give(bytes.subarray(past, Math.max(at, past)))
  }

  /** What is held is not the beginning of an ending, as far as anyone can tell by now. */
  release(): void {
    this.#joinWords()
    const held = this.#held
    this.#past = this.#pending()
    this.#held = nothing
    this.#give(held)
  }

  /** The output is complete: what is held is an ending, or is delivered. */
  finish(): FoundEnding {
    this.#joinWords()
    const bytes = this.#pending()
    const code = this.#codeBefore(bytes, bytes.indexOf('\n\n'))
    const text = code === null ? bytes : bytes.subarray(bytes.indexOf('\n\n'))
    if (this.#isEnding(text) || this.#isFailure(text)) {
      this.#past = nothing
      this.#held = nothing
      return { text, exitCode: code }
    }
    this.release()
    return { text: nothing, exitCode: null }
  }

  #joinWords(): void {
    if (this.#words !== null) this.#held = Buffer.concat([this.#held, ...this.#words])
    this.#words = null
    this.#wordsBytes = 0
  }

  #pending(): Buffer {
    return Buffer.concat([this.#past, this.#held])
  }

  #give(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#hasDelivered = true
    this.#deliver(bytes)
  }

  /** Where an ending begins, or may begin; the length when there is none. */
  #findEnding(bytes: Buffer): number {
    const whole = [
      lastAt(bytes, this.#exiting),
      lastAt(bytes, this.#timedOut),
      bytes.indexOf(this.#closing),
      this.#failureIn(bytes),
    ]
    const heads = [this.#exiting, this.#timedOut, this.#closing, this.#failing]
    const places = [...whole, ...heads.map((head) => beginningOf(bytes, head))].filter((at) => at >= 0)
    const at = Math.min(bytes.length, ...places)
    return this.#code === null ? at : this.#withCode(bytes, at, this.#code)
  }

  /** An exit code stands right before the ending, which may be still to come. */
  #withCode(bytes: Buffer, at: number, head: Buffer): number {
    const start = codeStart(bytes.subarray(0, at))
    if (start !== null) return start
    const beginning = beginningOf(bytes, head)
    return beginning < 0 ? at : Math.min(at, beginning)
  }

  #codeBefore(bytes: Buffer, end: number): number | null {
    return this.#code === null || end < 0 ? null : codeIn(bytes.subarray(0, end))
  }

  #failureIn(bytes: Buffer): number {
    const at = bytes.lastIndexOf(this.#failing)
    return at >= 0 && bytes.length - at <= failureLimit && isOneLine(bytes.subarray(at)) ? at : -1
  }

  #isFailure(bytes: Buffer): boolean {
    return startsWith(bytes, this.#failing) && bytes.indexOf('\n') === bytes.length - 1
  }

  #isEnding(bytes: Buffer): boolean {
    const text = withoutCode(bytes)
    return text.equals(this.#exiting) || text.equals(this.#timedOut) || startsWith(text, this.#closing)
  }

  #hasWords(bytes: Buffer): boolean {
    return startsWith(withoutCode(bytes), this.#closing)
  }
}

const nothing = Buffer.alloc(0)

function withoutCode(bytes: Buffer): Buffer {
  const end = bytes.indexOf('\n\n')
  return end < 0 || codeIn(bytes.subarray(0, end)) === null ? bytes : bytes.subarray(end)
}

/** -1 unless the bytes end with the text. */
function lastAt(bytes: Buffer, text: Buffer): number {
  const at = bytes.length - text.length
  return at >= 0 && bytes.subarray(at).equals(text) ? at : -1
}

/** Where the longest beginning of the text stands at the very end of the bytes; -1 when there is none. */
function beginningOf(bytes: Buffer, text: Buffer): number {
  for (let length = Math.min(bytes.length, text.length - 1); length > 0; length -= 1) {
    const at = bytes.length - length
    if (bytes[at] === text[0] && bytes.compare(text, 0, length, at) === 0) return at
  }
  return -1
}

function startsWith(bytes: Buffer, text: Buffer): boolean {
  return bytes.length >= text.length && bytes.compare(text, 0, text.length, 0, text.length) === 0
}

function isOneLine(bytes: Buffer): boolean {
  const newline = bytes.indexOf('\n')
  return newline < 0 || newline === bytes.length - 1
}

/** Where `EXIT_CODE: 3`, or all of it but the number, stands at the end of the bytes. */
function codeStart(bytes: Buffer): number | null {
  const tail = bytes.subarray(Math.max(0, bytes.length - codeLength)).toString('latin1')
  const found = /EXIT_CODE: -?\d{0,9}$/.exec(tail)
  return found === null ? null : bytes.length - found[0].length
}

/** The number, when the bytes are nothing but an exit code. */
function codeIn(bytes: Buffer): number | null {
  if (bytes.length > codeLength) return null
  const found = /^EXIT_CODE: (-?\d{1,9})$/.exec(bytes.toString('latin1'))
  return found === null ? null : Number(found[1])
}
