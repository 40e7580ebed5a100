import { createHash, randomBytes } from 'node:crypto'
import { TestClient } from '../support/tcp.ts'
import type { Survival } from './played.ts'

const everyMs = 20
const pieceBytes = 512
/** For the echo of what was sent last. */
const settleMs = 30_000
/** A connection from which nothing has come for so long, of what it asked for, is given up: it is deaf. */
const patienceMs = 25_000
const openingMs = 90_000

interface Piece {
  readonly endsAt: number
  readonly sentAt: number
}

/** A client of the echo service that talks without a pause, and knows which bytes have to come back. */
export class Conversation {
  readonly #client: TestClient
  readonly #sent: Buffer[] = []
  readonly #unanswered: Piece[] = []
  #sentBytes = 0
  #isDeaf = false
  #timer: NodeJS.Timeout | null = null

  private constructor(client: TestClient) {
    this.#client = client
    // Nothing comes after it, so nobody is to wait.
    client.socket.once('end', () => client.socket.destroy())
  }

  /** Resolves once the first bytes have come back; rejects when none will. */
  static async open(port: number, limitMs = openingMs): Promise<Conversation> {
    const client = await TestClient.connect(port)
    const conversation = new Conversation(client)
    if ((await conversation.exchange(limitMs)) !== null) return conversation
    conversation.hangUp()
    throw new Error('nothing came back')
  }

  /**
   * Sends a piece and waits for its echo; resolves with the milliseconds that took, or null: the connection is over, or nothing
   * came for too long.
   */
  async exchange(limitMs = patienceMs): Promise<number | null> {
    this.#send()
    return await this.#whenCame(this.#sentBytes, limitMs)
  }

  /** Resolves with the milliseconds until another byte has come back; what has piled up meanwhile follows. Null as {@link exchange}. */
  async nextByte(): Promise<number | null> {
    return await this.#whenCame(this.#client.received.length + 1, patienceMs)
  }

  /** Talks on until {@link end}. */
  talk(): void {
    this.#timer ??= setInterval(() => this.#send(), everyMs)
  }

  get isCut(): boolean {
    return this.#client.socket.destroyed
  }

  /** For how long its oldest bytes have waited for their echo, ms; 0 for a connection that is over. */
  get waitedMs(): number {
    const came = this.#client.received.length
    while ((this.#unanswered[0]?.endsAt ?? Infinity) <= came) this.#unanswered.shift()
    const oldest = this.#unanswered[0]
    return oldest === undefined || this.isCut ? 0 : performance.now() - oldest.sentAt
  }

  /** Is over, whatever is still to come. */
  hangUp(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#client.socket.destroy()
  }

  /** Stops talking, waits for what is still to come, and hangs up. */
  async end(): Promise<{ readonly lostBytes: number; readonly connection: Survival }> {
    if (this.#timer !== null) clearInterval(this.#timer)
    const isWhole = !this.#isDeaf && (await this.#whenCame(this.#sentBytes, settleMs)) !== null
    const { received } = this.#client
    const sent = Buffer.concat(this.#sent)
    const connection = this.isCut ? 'cut' : this.#isDeaf ? 'deaf' : 'kept'
    this.hangUp()
    const wrong = countWrong(received, sent)
    return { lostBytes: connection !== 'kept' || isWhole ? wrong : wrong + sent.length - received.length, connection }
  }

  async #whenCame(bytes: number, limitMs: number): Promise<number | null> {
    const askedAt = performance.now()
    const came = this.#client.bytes(bytes).then(
      () => performance.now() - askedAt,
      () => null,
    )
    let timer: NodeJS.Timeout | null = null
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, limitMs, 'late')))
    const first = await Promise.race([came, late])
    if (timer !== null) clearTimeout(timer)
    if (first !== 'late') return first
    this.#isDeaf = true
    return null
  }

  #send(): void {
    if (this.isCut) return
    const piece = randomBytes(pieceBytes)
    this.#sent.push(piece)
    this.#sentBytes += piece.length
    this.#unanswered.push({ endsAt: this.#sentBytes, sentAt: performance.now() })
    this.#client.socket.write(piece)
  }
}

/** Compares by SHA-256; only what differs is counted byte by byte. */
function countWrong(received: Buffer, sent: Buffer): number {
  const expected = sent.subarray(0, received.length)
  if (sha256(received) === sha256(expected)) return 0
  let wrong = received.length - expected.length
  for (let at = 0; at < expected.length; at += 1) if (received[at] !== expected[at]) wrong += 1
  return wrong
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
