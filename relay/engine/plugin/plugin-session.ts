import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Problem } from '#contract/problem.ts'
import type { EngineSession } from '../engine.ts'
import type { PluginRun } from './plugin-run.ts'

/** A kill needs a moment to be seen. */
const killMs = 300
/** An interrupted plugin tells the agent and is gone within milliseconds; one that takes longer is stuck. */
const longestGraceMs = 2_000

/** A session that the official plugin carries: one TCP connection to its port per stream. */
export class PluginSession implements EngineSession {
  readonly sessionId: string
  /** The plugin does not tell. */
  readonly agentVersion = null
  readonly ended: Promise<Problem>
  readonly #run: PluginRun
  readonly #port: number
  readonly #streams = new Set<Socket>()
  #phase: 'running' | 'stopping' | 'over' = 'running'

  constructor(sessionId: string, run: PluginRun, port: number) {
    this.sessionId = sessionId
    this.#run = run
    this.#port = port
    this.ended = new Promise((resolve) => {
      void run.ended.then((problem) => {
        const endedByItself = this.#phase === 'running'
        this.#phase = 'over'
        for (const stream of this.#streams) stream.destroy()
        if (endedByItself) resolve(problem)
      })
    })
  }

  openStream(): Promise<Duplex> {
    if (this.#phase !== 'running') return Promise.reject(new Error('the plugin is not running'))
    return new Promise((resolve, reject) => {
      const stream = connect({ host: '127.0.0.1', port: this.#port, allowHalfOpen: true, noDelay: true })
      this.#streams.add(stream)
      stream.once('close', () => this.#streams.delete(stream))
      stream.once('error', reject)
      stream.once('connect', () => {
        stream.off('error', reject)
        // From here on a reset is an end like any other.
        stream.on('error', () => {})
        resolve(stream)
      })
    })
  }

  /** A connection through the plugin would make the agent dial the database, and prove nothing about the channel. */
  probe(): Promise<number | null | 'unknown'> {
    return Promise.resolve(this.#phase === 'running' ? 'unknown' : null)
  }

  async stop(deadlineMs: number): Promise<void> {
    if (this.#phase === 'over') return
    this.#phase = 'stopping'
    for (const stream of this.#streams) stream.destroySoon()
    await this.#run.stop(Math.min(longestGraceMs, Math.max(0, deadlineMs - killMs)))
  }
}
