import type { Clock } from '#domain/clock/clock.ts'
import type { Problem } from '#contract/problem.ts'
import type { ConnectionWatch, StreamSource } from '../stream-source.ts'

/** What main says of a session's far end that does not answer. */
export interface Silence {
  readonly problem: Problem
  /** How long (ms) a client has to have waited for its first answer before it is let go. */
  readonly afterMs: number
}

/** A client that asked and was not answered yet. */
interface Asking {
  readonly source: StreamSource
  readonly askedAt: number
  /** Lets the client go. */
  readonly giveUp: (problem: Problem) => void
  cancel: (() => void) | null
}

/**
 * The far ends that do not answer, and the clients that wait for them: each is let go when it has waited for its time, as long as
 * nobody was answered. Whether a far end is silent main decides, which knows of sleep and of other connections.
 */
export class SilentFarEnds {
  readonly #clock: Clock
  readonly #silent = new Map<StreamSource, Silence>()
  readonly #asking = new Set<Asking>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The far end of a source does not answer, until it does. */
  declare(source: StreamSource, silence: Silence): void {
    this.#silent.set(source, silence)
    for (const asking of this.#asking) if (asking.source === source) this.#wait(asking, silence)
  }

  /** The same watch, which also lets its client go when the far end is silent for too long. */
  watching(source: StreamSource, giveUp: Asking['giveUp'], watch: ConnectionWatch): ConnectionWatch {
    let asking: Asking | null = null
    const over = (): void => {
      if (asking === null) return
      asking.cancel?.()
      this.#asking.delete(asking)
    }
    return {
      ...watch,
      asked: () => {
        asking = { source, askedAt: this.#clock.now(), giveUp, cancel: null }
        this.#asking.add(asking)
        const silence = this.#silent.get(source)
        if (silence !== undefined) this.#wait(asking, silence)
        watch.asked()
      },
      answered: (latencyMs) => {
        over()
        this.#heard(source)
        watch.answered(latencyMs)
      },
      left: () => watch.left(),
      closed: () => {
        over()
        watch.closed()
      },
    }
  }

  /** The source is over. */
  forget(source: StreamSource): void {
    this.#heard(source)
  }

  #heard(source: StreamSource): void {
    this.#silent.delete(source)
    for (const asking of this.#asking) if (asking.source === source) asking.cancel?.()
  }

  #wait(asking: Asking, { problem, afterMs }: Silence): void {
    asking.cancel?.()
    const leftMs = Math.max(0, asking.askedAt + afterMs - this.#clock.now())
    asking.cancel = this.#clock.after(leftMs, () => asking.giveUp(problem))
  }
}
