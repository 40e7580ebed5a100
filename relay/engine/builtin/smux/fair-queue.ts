/** Something that takes turns. */
interface Queued {
  /** False when there is nothing to send: it leaves the queue at its next turn. */
  readonly hasOutput: boolean
}

/**
 * Whose turn it is, one message at a time. What was idle goes before what has been sending, once; so a keystroke or a small
 * query does not wait behind a dump, and nobody starves.
 */
export class FairQueue<T extends Queued> {
  readonly #fresh: T[] = []
  readonly #regular: T[] = []
  readonly #members = new Set<T>()

  add(item: T): void {
    if (this.#members.has(item)) return
    this.#members.add(item)
    this.#fresh.push(item)
  }

  /** The next with output, which stays in the queue; null when none has any. */
  take(): T | null {
    for (;;) {
      const fresh = this.#fresh.shift()
      const item = fresh ?? this.#regular.shift()
      if (item === undefined) return null
      if (fresh !== undefined || item.hasOutput) this.#regular.push(item)
      else this.#members.delete(item)
      if (item.hasOutput) return item
    }
  }

  /** Takes one out that will have nothing to send any more, so that it is not held until its turn comes. */
  remove(item: T): void {
    if (!this.#members.delete(item)) return
    for (const line of [this.#fresh, this.#regular]) {
      const at = line.indexOf(item)
      if (at >= 0) line.splice(at, 1)
    }
  }

  /** False when nobody has anything to send. */
  get hasOutput(): boolean {
    for (const item of this.#members) if (item.hasOutput) return true
    return false
  }

  clear(): void {
    this.#fresh.length = 0
    this.#regular.length = 0
    this.#members.clear()
  }
}
