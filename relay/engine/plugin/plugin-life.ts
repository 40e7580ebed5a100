import type { Problem } from '#contract/problem.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { PluginRun } from './plugin-run.ts'
import { type Endable, endBy } from './stopping.ts'

/** How a session that a plugin carries comes to its end: the program goes, it is given up, or it is stopped. */
export class PluginLife<R extends Endable = PluginRun> {
  /** Resolves when it ends by itself or is given up; never after a stop. */
  readonly ended: Promise<Problem>
  readonly #clock: Clock
  #run: R | null = null
  #end: (problem: Problem) => void = () => {}
  #phase: 'running' | 'stopping' | 'over' = 'running'
  #stopping: Promise<void> = Promise.resolve()

  constructor(clock: Clock) {
    this.#clock = clock
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
  }

  get phase(): 'running' | 'stopping' | 'over' {
    return this.#phase
  }

  /** Takes the program that carries the session. `gone` is called once when it has ended, whatever the reason. */
  follow(run: R, gone: () => void): void {
    this.#run = run
    void run.ended.then((problem) => {
      const endedByItself = this.#phase === 'running'
      this.#phase = 'over'
      gone()
      if (endedByItself) this.#end(problem)
    })
  }

  /** The session is of no use any more, though its program may still run. */
  giveUp(problem: Problem): void {
    this.#phase = 'over'
    this.#end(problem)
  }

  /** `end` brings the program to its end by the deadline. It is called once; who asks again may set an earlier deadline. */
  async stop(deadlineMs: number, end: (run: R) => Promise<void>): Promise<void> {
    const run = this.#run
    if (run === null || this.#phase === 'over') return
    if (this.#phase === 'stopping') await endBy(run, deadlineMs, this.#clock)
    else {
      this.#phase = 'stopping'
      this.#stopping = end(run)
    }
    await this.#stopping
  }
}
