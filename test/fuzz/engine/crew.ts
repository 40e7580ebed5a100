import { Worker } from 'node:worker_threads'
import {
  addTallies,
  type Assignment,
  type FailureKind,
  nothingYet,
  type Tally,
  withFailure,
  type WorkerStart,
} from './protocol.ts'

/** A worker that is on one input for so long will never be through with it. */
const hangMs = 20_000
const lookMs = 250
/** Buffers are not counted by this; the worker counts them itself. */
const heapMegabytes = 384
/** A target that breaks its worker so often has nothing more to tell. */
const mostBreakdowns = 5

/** Has assignments done by a worker thread, and goes on with a new one after an input that no worker survives. */
export class Crew {
  readonly #program: URL
  readonly #hangMs: number
  #worker: Worker | null = null
  #current = new Int32Array(new SharedArrayBuffer(8))

  /** `program`: the built worker. */
  constructor(program: URL, limits: { readonly hangMs: number } = { hangMs }) {
    this.#program = program
    this.#hangMs = limits.hangMs
  }

  async work(assignment: Assignment): Promise<Tally> {
    const end = performance.now() + assignment.forMs
    let tally = nothingYet
    let next = assignment.firstInput
    for (let breakdowns = 0; breakdowns < mostBreakdowns; breakdowns += 1) {
      const forMs = Math.max(1, end - performance.now())
      const inputs = assignment.firstInput + assignment.inputs - next
      const part = await this.#part({ ...assignment, firstInput: next, forMs, inputs })
      tally = addTallies(tally, part.tally)
      if (!part.brokeDown || performance.now() >= end || part.tally.inputs >= inputs) break
      if (assignment.until === 'first-crash') break
      next += part.tally.inputs
    }
    return tally
  }

  async dispose(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  #part(assignment: Assignment): Promise<{ readonly tally: Tally; readonly brokeDown: boolean }> {
    const worker = (this.#worker ??= this.#start())
    Atomics.store(this.#current, 0, assignment.firstInput)
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearInterval(watch)
        worker.off('message', done)
        worker.off('error', failed)
      }
      const breakDown = (kind: FailureKind, message: string): void => {
        settle()
        const input = Atomics.load(this.#current, 0)
        const inputs = input - assignment.firstInput + 1
        const tally = withFailure({ ...nothingYet, inputs }, { kind, input, message })
        this.dispose().then(() => resolve({ tally, brokeDown: true }), reject)
      }
      const watch = this.#watch(() => breakDown('hung', `not through after ${this.#hangMs} ms`))
      const done = (tally: Tally): void => {
        settle()
        resolve({ tally, brokeDown: false })
      }
      const failed = (error: Error): void => breakDown(kindOf(error), error.stack?.slice(0, 500) ?? String(error))
      worker.on('message', done)
      worker.on('error', failed)
      worker.postMessage(assignment)
    })
  }

  #start(): Worker {
    const progress = new SharedArrayBuffer(8)
    this.#current = new Int32Array(progress)
    const workerData: WorkerStart = { progress }
    return new Worker(this.#program, { workerData, resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } })
  }

  /** Calls when no input was begun for too long. */
  #watch(stuck: () => void): NodeJS.Timeout {
    let seen = -1
    let since = performance.now()
    return setInterval(() => {
      const begun = Atomics.load(this.#current, 1)
      if (begun !== seen) since = performance.now()
      seen = begun
      if (performance.now() - since > this.#hangMs) stuck()
    }, lookMs)
  }
}

function kindOf(error: Error & { readonly code?: unknown }): FailureKind {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'threw'
}
