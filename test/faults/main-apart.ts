import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { childrenOf } from './children.ts'
import type { MainReady, MainWish } from './main-process.ts'

/** A main in a process of its own, with a tunnel that listens. */
export class MainApart {
  readonly #process: ChildProcess
  readonly #ready: MainReady

  private constructor(process: ChildProcess, ready: MainReady) {
    this.#process = process
    this.#ready = ready
  }

  /** Resolves once its tunnel's port listens; rejects when it ends before. */
  static async start(program: string, wish: MainWish): Promise<MainApart> {
    const child = fork(program, [JSON.stringify(wish)], { execArgv: [] })
    const over = once(child, 'exit').then(([code]) => Promise.reject(new Error(`main ended with ${code}`)))
    over.catch(() => undefined)
    const [ready] = await Promise.race([once(child, 'message') as Promise<[MainReady]>, over])
    return new MainApart(child, ready)
  }

  /** From its first line until the port listened, milliseconds. */
  get listeningAfterMs(): number {
    return this.#ready.listeningAfterMs
  }

  /** It, its relay, and what that started. */
  get pids(): readonly number[] {
    const { relayPid } = this.#ready
    return [this.#process.pid ?? 0, relayPid, ...childrenOf(relayPid)]
  }

  /** It alone, or its relay as well; by a signal that cannot be ignored. */
  async kill(what: 'main' | 'main-and-relay'): Promise<void> {
    const gone = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    if (what === 'main-and-relay') process.kill(this.#ready.relayPid, 'SIGKILL')
    await gone
  }

  /** As a quit. */
  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const gone = once(this.#process, 'exit')
    this.#process.send('end')
    await gone
  }
}
