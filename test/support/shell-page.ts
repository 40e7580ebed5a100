import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { shellStreamOutput, type ShellStreamInput } from '#contract/shell-stream.ts'
import type { StreamPort } from '#relay/stream-port.ts'

/** How a page draws what it is sent. */
type Drawing = 'at-once' | 'when-told'

const patienceMs = 20_000
/** A page that is flooded looks for a text at the end only, bytes. */
const lookedAt = 8_192

/** A page that shows a shell, as far as the relay sees it. */
export class ShellPage {
  readonly chunks: Uint8Array[] = []
  /** What was shown before it came; null when nothing was said of that. */
  before: { readonly text: string; readonly isWhole: boolean } | null = null
  /** The most that was ever sent and not drawn, bytes. */
  mostUndrawn = 0
  taken = 0
  received = 0
  hasEnded = false
  isClosed = false
  readonly #port: MessagePort
  readonly #checks = new Set<() => void>()
  #drawing: Drawing
  #undrawn = 0
  #last: Buffer = Buffer.alloc(0)

  constructor(port: MessagePort, drawing: Drawing) {
    this.#port = port
    this.#drawing = drawing
    port.on('message', (message) => {
      this.#hear(shellStreamOutput.parse(message))
      this.#check()
    })
    port.on('close', () => {
      this.isClosed = true
      this.#check()
    })
  }

  text(): string {
    return Buffer.concat(this.chunks).toString('utf8')
  }

  say(message: unknown): void {
    this.#port.postMessage(message)
  }

  type(text: string): void {
    const message: ShellStreamInput = { type: 'input', bytes: new TextEncoder().encode(text) }
    this.say(message)
  }

  resize(columns: number, rows: number): void {
    const message: ShellStreamInput = { type: 'resize', size: { columns, rows } }
    this.say(message)
  }

  /** Draws all that has come, and from now on what comes. */
  draw(): void {
    this.#drawing = 'at-once'
    this.#drawn()
  }

  /** As a page that crashed. */
  close(): void {
    this.#port.close()
  }

  /** Resolves once it holds; rejects with what was shown when it does not in time. */
  until(holds: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#checks.delete(check)
        reject(new Error(`${what} did not come: ${this.text().slice(-500)}`))
      }, patienceMs)
      const check = (): void => {
        if (!holds()) return
        clearTimeout(timer)
        this.#checks.delete(check)
        resolve()
      }
      this.#checks.add(check)
      check()
    })
  }

  /** Resolves once the pattern is in what was printed last. */
  shows(pattern: RegExp): Promise<void> {
    return this.until(() => pattern.test(this.#last.toString('utf8')), String(pattern))
  }

  ended(): Promise<void> {
    return this.until(() => this.hasEnded, 'the end')
  }

  #hear(message: ReturnType<typeof shellStreamOutput.parse>): void {
    switch (message.type) {
      case 'shown':
        this.before = { text: Buffer.from(message.bytes).toString('utf8'), isWhole: message.isWhole }
        return
      case 'output':
        this.chunks.push(message.bytes)
        this.received += message.bytes.length
        this.#last = Buffer.concat([this.#last, message.bytes]).subarray(-lookedAt)
        this.#undrawn += message.bytes.length
        this.mostUndrawn = Math.max(this.mostUndrawn, this.#undrawn)
        return this.#drawing === 'at-once' ? this.#drawn() : undefined
      case 'taken':
        this.taken += message.bytes
        return
      case 'end':
        this.hasEnded = true
    }
  }

  #drawn(): void {
    if (this.#undrawn === 0) return
    const bytes = this.#undrawn
    this.#undrawn = 0
    this.say({ type: 'drawn', bytes } satisfies ShellStreamInput)
  }

  #check(): void {
    for (const check of this.#checks) check()
  }
}

/** A page, and the relay's end of the channel to it. */
export function openShellPage(drawing: Drawing = 'at-once'): { readonly page: ShellPage; readonly port: StreamPort } {
  const { port1, port2 } = new MessageChannel()
  const port: StreamPort = {
    post: (message) => port1.postMessage(message),
    onMessage: (listener) => void port1.on('message', listener),
    onClose: (listener) => void port1.on('close', listener),
    close: () => port1.close(),
  }
  return { page: new ShellPage(port2, drawing), port }
}
