import type { TargetPlace } from '#contract/targets.ts'
import type { FoundTargets, Log, TargetInventory } from '../ports.ts'

/** Places that are read at the same time; each asks three services. */
const parallelReads = 3

/** What becomes of one reading. */
interface Reading {
  readonly key: string
  readonly place: TargetPlace
  readonly control: AbortController
}

/** Reads places, a few at a time, in the order in which they were asked for; each once at a time. */
export interface TargetReader {
  /** Reads a place as soon as there is room; nothing when it is being read or waits for it. */
  read(key: string, place: TargetPlace): void
  isReading(key: string): boolean
  /** Gives up everything that is under way or waits. Nothing more is told of it. */
  stop(): void
}

interface ReaderDeps {
  readonly inventory: TargetInventory
  readonly log: Log
  /** Told once for each reading that was not given up. */
  found(key: string, found: FoundTargets): void
}

/** A {@link TargetReader} over the inventory. */
export function createTargetReader(deps: ReaderDeps): TargetReader {
  return new Reader(deps)
}

class Reader implements TargetReader {
  readonly #deps: ReaderDeps
  readonly #running = new Map<string, Reading>()
  #waiting: readonly Reading[] = []

  constructor(deps: ReaderDeps) {
    this.#deps = deps
  }

  isReading(key: string): boolean {
    return this.#running.has(key) || this.#waiting.some((one) => one.key === key)
  }

  read(key: string, place: TargetPlace): void {
    if (this.isReading(key)) return
    this.#waiting = [...this.#waiting, { key, place, control: new AbortController() }]
    this.#startNext()
  }

  stop(): void {
    this.#waiting = []
    for (const { control } of this.#running.values()) control.abort()
    this.#running.clear()
  }

  #startNext(): void {
    while (this.#running.size < parallelReads) {
      const [next, ...others] = this.#waiting
      if (next === undefined) return
      this.#waiting = others
      this.#running.set(next.key, next)
      void this.#run(next)
    }
  }

  async #run(reading: Reading): Promise<void> {
    const { key, control } = reading
    const found = await this.#found(reading)
    // Another reading of the place may run by now.
    if (this.#running.get(key) === reading) this.#running.delete(key)
    if (!control.signal.aborted) this.#deps.found(key, found)
    this.#startNext()
  }

  async #found({ place, control }: Reading): Promise<FoundTargets> {
    try {
      return await this.#deps.inventory.read(place, control.signal)
    } catch (error) {
      this.#deps.log.error('targets.read-threw', { message: String(error) })
      return { targets: [], problems: [{ code: 'INTERNAL', details: {} }] }
    }
  }
}
