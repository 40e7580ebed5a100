import type { Clock } from '#domain/clock/clock.ts'
import type { RunFile } from './run-file.ts'
import { SupervisedChild, type ChildSpec } from './supervised-child.ts'

/** Owns every child process of the relay: none is started elsewhere, none is left when it is disposed. */
export class ChildKeeper {
  readonly #clock: Clock
  readonly #runFile: RunFile | null
  readonly #children = new Set<SupervisedChild>()

  constructor(clock: Clock, runFile: RunFile | null) {
    this.#clock = clock
    this.#runFile = runFile
  }

  /** How many run now. */
  get count(): number {
    return this.#children.size
  }

  start(spec: ChildSpec): SupervisedChild {
    const child = new SupervisedChild(spec, this.#clock)
    const { pid } = child
    this.#children.add(child)
    if (pid !== undefined) void this.#runFile?.add(pid)
    void child.ended.then(() => {
      this.#children.delete(child)
      if (pid !== undefined) this.#runFile?.remove(pid)
    })
    return child
  }

  /** Stops whatever still runs; nobody is left after the deadline (plus the time a kill takes). */
  async dispose(deadlineMs: number): Promise<void> {
    await Promise.all([...this.#children].map((child) => child.stop(deadlineMs)))
  }

  /** For the last moment of a program that crashes: no waiting. */
  killAll(): void {
    for (const child of this.#children) child.kill()
  }
}
