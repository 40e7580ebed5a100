import { randomBytes } from 'node:crypto'
import { TestClient } from '../support/tcp.ts'
import type { Survival } from './played.ts'

const everyMs = 20
const pieceBytes = 512
/** For the echo of what was sent last. */
const settleMs = 30_000

/** A client of the echo service that talks without a pause, and knows which bytes have to come back. */
export class Conversation {
  readonly #client: TestClient
  readonly #sent: Buffer[] = []
  #sentBytes = 0
  #timer: NodeJS.Timeout | null = null

  private constructor(client: TestClient) {
    this.#client = client
    // Nothing comes after it, so nobody is to wait.
    client.socket.once('end', () => client.socket.destroy())
  }

  /** Resolves once the first bytes have come back. */
  static async open(port: number): Promise<Conversation> {
    const conversation = new Conversation(await TestClient.connect(port))
    await conversation.exchange()
    return conversation
  }

  /** Sends a piece and waits for its echo; resolves with the milliseconds that took. Rejects when the connection is over. */
  async exchange(): Promise<number> {
    const sentAt = performance.now()
    this.#send()
    await this.#client.bytes(this.#sentBytes)
    return performance.now() - sentAt
  }

  /** Resolves with the milliseconds until another byte has come back; what has piled up meanwhile follows. Rejects as {@link exchange} does. */
  async nextByte(): Promise<number> {
    const askedAt = performance.now()
    await this.#client.bytes(this.#client.received.length + 1)
    return performance.now() - askedAt
  }

  /** Talks on until {@link end}. */
  talk(): void {
    this.#timer ??= setInterval(() => this.#send(), everyMs)
  }

  get isCut(): boolean {
    return this.#client.socket.destroyed
  }

  /** Stops talking, waits for what is still to come, and hangs up. */
  async end(): Promise<{ readonly lostBytes: number; readonly connection: Survival }> {
    if (this.#timer !== null) clearInterval(this.#timer)
    const all = this.#client.bytes(this.#sentBytes).then(
      () => true,
      () => false,
    )
    const isWhole = await Promise.race([
      all,
      new Promise<false>((resolve) => setTimeout(resolve, settleMs, false).unref()),
    ])
    const { received, socket } = this.#client
    const sent = Buffer.concat(this.#sent)
    const connection = this.isCut ? 'cut' : 'kept'
    socket.destroy()
    const wrong = countWrong(received, sent)
    return { lostBytes: connection === 'cut' || isWhole ? wrong : wrong + sent.length - received.length, connection }
  }

  #send(): void {
    if (this.isCut) return
    const piece = randomBytes(pieceBytes)
    this.#sent.push(piece)
    this.#sentBytes += piece.length
    this.#client.socket.write(piece)
  }
}

function countWrong(received: Buffer, sent: Buffer): number {
  const expected = sent.subarray(0, received.length)
  if (received.equals(expected)) return 0
  let wrong = received.length - expected.length
  for (let at = 0; at < expected.length; at += 1) if (received[at] !== expected[at]) wrong += 1
  return wrong
}
