import type { DatabaseAccess } from '#sandbox/start.ts'
import type { Asker, AskedDatabase } from './databases.ts'

/** What went over a tunnel. */
export interface Tally {
  connections: number
  queries: number
  /** Answers that were wrong or never came, and connections that ended for no reason that is known. */
  lost: number
}

interface SoakClientOptions {
  readonly port: number
  readonly database: AskedDatabase
  readonly access: DatabaseAccess
  readonly random: () => number
  readonly tally: Tally
  /** Whether a connection that was open since then may have ended: something was done that ends connections. */
  isExcused(since: number): boolean
  report(line: string): void
}

const betweenQueriesMs = 150
const queriesPerConnection = 40
const afterFailureMs = 1_000
/** Longer than any client may have to wait. */
const answerMs = 95_000

/** A program that works through one tunnel: connects, asks, compares, and connects again. */
export class SoakClient {
  readonly #options: SoakClientOptions
  readonly #running: Promise<void>
  #isOver = false
  #asker: Asker | null = null

  constructor(options: SoakClientOptions) {
    this.#options = options
    this.#running = this.#run()
  }

  /** Resolves once its last answer has come, and it has hung up. */
  async end(): Promise<void> {
    this.#isOver = true
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      const since = Date.now()
      try {
        await this.#oneConnection()
      } catch (error) {
        this.#ended(since, error)
        await pause(afterFailureMs)
      } finally {
        await this.#asker?.close()
        this.#asker = null
      }
    }
  }

  async #oneConnection(): Promise<void> {
    const { database, port, access, tally } = this.#options
    this.#asker = await inTime(database.open(port, access))
    tally.connections += 1
    for (let count = 0; count < queriesPerConnection && !this.#isOver; count += 1) {
      await this.#oneQuery(this.#asker)
      await pause(betweenQueriesMs * (0.5 + this.#options.random()))
    }
  }

  /** Most are small; some answers are long. */
  async #oneQuery(asker: Asker): Promise<void> {
    const { random, tally, report } = this.#options
    const word = Math.floor(random() * 0x1_0000_0000).toString(16)
    const times = random() < 0.1 ? 10_000 : 1
    const said = await inTime(asker.ask(word, times))
    tally.queries += 1
    if (said === word.repeat(times)) return
    tally.lost += 1
    report(`a wrong answer of ${this.#options.database.engine}: ${said.length} characters`)
  }

  #ended(since: number, error: unknown): void {
    const { isExcused, tally, database, report } = this.#options
    const why = error instanceof Error ? error.message : String(error)
    if (isExcused(since)) return
    tally.lost += 1
    report(`a connection of ${database.engine} ended for no known reason: ${why}`)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${answerMs} ms`)), answerMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    work.catch(() => {})
  }
}
