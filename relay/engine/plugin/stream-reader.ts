import type { Clock } from '#domain/clock/clock.ts'
import { EndingFilter } from './ending-filter.ts'
import { PluginOutputParser, type PluginEvent } from './output-parser.ts'

/** A text that comes in two reads is complete in a moment. */
const restMs = 3
/** After this silence a text that ends a session has ended it, whether or not the program goes. */
const lingerMs = 500
/** What agents say of an encrypted session, before its first output. */
const knownMessages: readonly string[] = ['This session is encrypted using AWS KMS.']

/** Of the output, bytes in which a document that forwards a port shows itself: the plugin says so first. */
const doorBytes = 4_096

/** Where the parts of an output go. */
export interface StreamSink {
  hear(event: PluginEvent): void
  /** The far end's bytes. */
  deliver(bytes: Buffer): void
  /** What the agent tells the user. */
  message(text: string): void
  exitCode(code: number): void
}

/** What is read, and for whom. */
interface StreamReaderOptions extends StreamSink {
  readonly sessionId: string
  readonly kind: 'shell' | 'stdio'
  readonly clock: Clock
}

/**
 * Reads the standard output of a plugin that uses it for the session's bytes as well: first its own line, then the
 * bytes, and at the end perhaps why.
 */
export class StreamReader {
  readonly #options: StreamReaderOptions
  readonly #parser: PluginOutputParser
  readonly #startLine: Buffer
  readonly #filter: EndingFilter
  /** The end of what came before the plugin's first line; null after it. */
  #head: Buffer | null = Buffer.alloc(0)
  #isFirst = true
  /** The beginning of the output, until it is long enough; null from then on. */
  #beginning: string | null = ''
  readonly #door: RegExp
  #cancel: () => void = () => {}

  constructor(options: StreamReaderOptions) {
    this.#options = options
    this.#parser = new PluginOutputParser(options.sessionId, options.hear)
    this.#startLine = Buffer.from(`Starting session with SessionId: ${options.sessionId}\n`)
    this.#filter = new EndingFilter(options.sessionId, options.kind, options.deliver)
    const id = options.sessionId.replaceAll(/[^A-Za-z0-9_-]/g, String.raw`\$&`)
    this.#door = new RegExp(`^(?:Port \\d{1,5}|Unix socket .+) opened for sessionId ${id}\\.\\r?$`, 'm')
  }

  push(chunk: Buffer): void {
    if (this.#head === null) return this.#read(chunk)
    const bytes = Buffer.concat([this.#head, chunk])
    const at = bytes.indexOf(this.#startLine)
    if (at < 0) {
      this.#parser.push(chunk)
      this.#head = bytes.subarray(Math.max(0, bytes.length - this.#startLine.length))
      return
    }
    const end = at + this.#startLine.length
    this.#parser.push(chunk.subarray(0, end - this.#head.length))
    this.#head = null
    if (end < bytes.length) this.#read(bytes.subarray(end))
  }

  /** The output is complete. */
  finish(): void {
    this.#cancel()
    if (this.#head === null) {
      const { text, exitCode } = this.#filter.finish()
      if (exitCode !== null) this.#options.exitCode(exitCode)
      this.#parser.push(text)
    }
    this.#parser.finish()
  }

  #read(chunk: Buffer): void {
    this.#cancel()
    if (this.#opensADoor(chunk)) return this.#options.hear({ type: 'wrong-kind' })
    this.#filter.push(this.#isFirst ? this.#withoutMessage(chunk) : chunk)
    this.#isFirst = false
    this.#look()
  }

  /** Who asks for a document that forwards a port instead of a shell gets a port that nobody guards. */
  #opensADoor(chunk: Buffer): boolean {
    if (this.#beginning === null) return false
    this.#beginning += chunk.subarray(0, doorBytes).toString('latin1')
    const isDoor = this.#door.test(this.#beginning)
    if (!isDoor && this.#beginning.length >= doorBytes) this.#beginning = null
    return isDoor
  }

  #withoutMessage(chunk: Buffer): Buffer {
    if (this.#options.kind !== 'shell') return chunk
    const message = knownMessages.find((known) => chunk.indexOf(`${known}\n`) === 0)
    if (message === undefined) return chunk
    this.#options.message(message)
    return chunk.subarray(message.length + 1)
  }

  #look(): void {
    const { clock } = this.#options
    const { state } = this.#filter
    if (state === 'beginning') this.#cancel = afterReading(clock, restMs, () => this.#filter.release())
    if (state === 'whole') this.#cancel = clock.after(lingerMs, () => this.#options.hear({ type: 'ending' }))
  }
}

/** Runs after a while, and after what has arrived by then was read. */
function afterReading(clock: Clock, delayMs: number, run: () => void): () => void {
  let immediate: NodeJS.Immediate | null = null
  const cancel = clock.after(delayMs, () => (immediate = setImmediate(run)))
  return () => {
    cancel()
    if (immediate !== null) clearImmediate(immediate)
  }
}
