import { fail, ok, problemOf, type Problem, type Result } from '#contract/problem.ts'
import { within, type Clock } from '../../clock.ts'
import type { ChildKeeper } from '../../process/child-keeper.ts'
import type { ChildEnd, SupervisedChild } from '../../process/supervised-child.ts'
import type { EngineHost } from '../engine.ts'
import { PluginOutputParser, type PluginEvent } from './output-parser.ts'
import { problemOfEnding, problemOfFailure, problemOfSpawn } from './plugin-problems.ts'

/** A plugin says within milliseconds that it starts. One that is silent for so long is none, or hangs. */
const silentLimitMs = 5_000
/** From there to its open port. Where the service can not be reached, the plugin itself waits for ever. */
const openingLimitMs = 5_000
/** A plugin that said it is through, and does not exit (a known bug), is helped along after this. */
const lingerMs = 1_000

/** What to run, and for whom. */
export interface PluginRunOptions {
  readonly path: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly secrets: readonly string[]
  readonly sessionId: string
  readonly children: ChildKeeper
  readonly clock: Clock
  readonly host: Pick<EngineHost, 'endpointFailed' | 'log'>
}

/** One run of the plugin: the child process and what its output means. */
export class PluginRun {
  /** Resolves with the reason once the program is gone. */
  readonly ended: Promise<Problem>
  readonly #options: PluginRunOptions
  readonly #child: SupervisedChild
  readonly #parser: PluginOutputParser
  readonly #portOpened: Promise<number>
  readonly #started: Promise<'started'>
  #openPort: (port: number) => void = () => {}
  #sayStarted: () => void = () => {}
  #hasSpoken = false
  #hasEndpointFailed = false
  #reason: Problem | null = null

  constructor(options: PluginRunOptions) {
    this.#options = options
    this.#portOpened = new Promise((resolve) => {
      this.#openPort = resolve
    })
    this.#started = new Promise((resolve) => {
      this.#sayStarted = () => resolve('started')
    })
    this.#parser = new PluginOutputParser(options.sessionId, (event) => this.#hear(event))
    const { path: file, args, environment, secrets } = options
    this.#child = options.children.start({
      file,
      args,
      environment,
      secrets,
      output: (chunk) => this.#parser.push(chunk),
    })
    this.ended = this.#child.ended.then((end) => {
      this.#parser.finish()
      return this.#reason ?? this.#problemOfEnd(end)
    })
  }

  /** True once the agent could not reach the endpoint. */
  get hasEndpointFailed(): boolean {
    return this.#hasEndpointFailed
  }

  /** The port the plugin listens on, or why there is none. One promise, five exits: open, ended, silent, late, abort. */
  async ready(signal: AbortSignal): Promise<Result<number>> {
    const opened = this.#portOpened.then((port) => ok(port))
    const ended = this.ended.then((error): Result<number> => ({ ok: false, error }))
    const aborted = onAbort(signal)
    const outcome = await this.#inTime(Promise.race([opened, ended, aborted.promise]))
    aborted.forget()
    return outcome
  }

  async #inTime(outcome: Promise<Result<number>>): Promise<Result<number>> {
    const { clock } = this.#options
    const first = await within(clock, silentLimitMs, Promise.race([outcome, this.#started]))
    if (first === 'late') return { ok: false, error: this.failure(this.#hasSpoken ? 'not understood' : 'silent') }
    if (first !== 'started') return first
    const second = await within(clock, openingLimitMs, outcome)
    return second === 'late' ? fail('HANDSHAKE_TIMED_OUT', { engine: 'plugin', afterMs: openingLimitMs }) : second
  }

  /** ENGINE_FAILED with the program's path and last lines. */
  failure(reason: string): Problem {
    return problemOf('ENGINE_FAILED', { path: this.#options.path, reason, output: this.#child.lastLines().join('\n') })
  }

  /** Interrupts the program, so that it tells the agent; kills it when that takes too long. */
  async stop(graceMs: number): Promise<void> {
    await this.#child.stop(graceMs)
  }

  #hear(event: PluginEvent): void {
    const { host, path } = this.#options
    this.#hasSpoken = true
    switch (event.type) {
      case 'starting':
        this.#sayStarted()
        return host.log('debug', 'plugin-starting')
      case 'port-opened':
        return this.#openPort(event.port)
      case 'destination-failed':
        this.#hasEndpointFailed = true
        return host.endpointFailed(problemOf('ENDPOINT_REFUSED', { message: 'Connection to destination port failed' }))
      case 'cannot-start':
        return this.#conclude(problemOfFailure(event.message, path))
      case 'timed-out':
        return this.#conclude(problemOf('SESSION_EXPIRED', { sessionId: this.#options.sessionId }))
      case 'exiting':
        return this.#conclude(problemOf('SESSION_ENDED', { sessionId: this.#options.sessionId }))
      case 'unknown-operation':
        return this.#conclude(this.failure('not understood'))
      case 'ending':
        return this.#endSoon()
      case 'ended-with':
        this.#reason = problemOfEnding(event.text)
        return
      case 'other':
        return host.log('info', 'plugin-said', { line: event.line.slice(0, 500) })
      case 'waiting':
      case 'connection-accepted':
      case 'terminating':
        return host.log('debug', `plugin-${event.type}`)
    }
  }

  #conclude(problem: Problem): void {
    this.#reason ??= problem
    this.#endSoon()
  }

  #endSoon(): void {
    const { clock } = this.#options
    void within(clock, lingerMs, this.ended).then((outcome) => {
      if (outcome === 'late') this.#child.kill()
    })
  }

  #problemOfEnd(end: ChildEnd): Problem {
    if (end.kind === 'error') return problemOfSpawn(end.code, this.#options.path)
    return this.failure(end.signal ?? `exit ${end.code ?? '?'}`)
  }
}

function onAbort(signal: AbortSignal): { readonly promise: Promise<Result<never>>; forget(): void } {
  let forget = (): void => {}
  const promise = new Promise<Result<never>>((resolve) => {
    const abort = (): void => resolve(fail('SESSION_ENDED', { reason: 'aborted' }))
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)
    forget = () => signal.removeEventListener('abort', abort)
  })
  return { promise, forget }
}
