import type { Writable } from 'node:stream'
import { fail, ok } from '#domain/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Problem, ProblemDetails } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { within, type Clock } from '#domain/clock/clock.ts'
import type { ChildKeeper } from '../../process/child-keeper.ts'
import type { ChildEnd, SupervisedChild } from '../../process/supervised-child.ts'
import { listensOn } from '../../process/listener-owner.ts'
import type { EngineHost } from '../engine.ts'
import type { Screen } from '../../process/screen.ts'
import { NamedPorts } from './named-ports.ts'
import type { PluginEvent } from './output-parser.ts'
import { problemOfEnding, problemOfFailure, problemOfSpawn } from './plugin-problems.ts'

/** From its start to its open port, or its first byte. Where the service can not be reached, it waits for ever. */
const openingLimitMs = 5_000
/** Lines that nobody knows are told; a program that never stops talking is not. */
const strangeLinesTold = 20
/** More than a plugin says before its session is there. What talks on is no plugin, and keeps nobody busy. */
const longestPreface = 1_000_000
/** A plugin that said it is through, and does not exit (a known bug), is helped along after this. */
const lingerMs = 1_000

/** What can go wrong with a plugin that runs. */
export type EngineFailure = ProblemDetails['ENGINE_FAILED']['reason']

/** What to run, and for whom. */
export interface PluginRunOptions {
  readonly path: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly secrets: readonly string[]
  readonly sessionId: string
  readonly children: ChildKeeper
  readonly clock: Clock
  readonly host: Pick<EngineHost, 'endpointFailed' | 'log' | 'serviceClosed'>
  readonly input?: 'none' | 'open'
  readonly screen?: Screen
  /** Makes what reads its output. */
  reader(hear: (event: PluginEvent) => void): OutputReader
}

/** Reads a program's output. */
interface OutputReader {
  push(chunk: Buffer): void
  finish(): void
}

/** One run of the plugin: the child process and what its output means. */
export class PluginRun {
  /** Resolves with the reason once the program is gone. */
  readonly ended: Promise<Problem>
  readonly #options: PluginRunOptions
  readonly #child: SupervisedChild
  readonly #ports: NamedPorts
  /** Resolves with the port that it listens on. */
  readonly portOpened: Promise<number>
  #openPort: (port: number) => void = () => {}
  #hasSpoken = false
  #strangeLines = 0
  #preface: number | null = 0
  #hasStarted = false
  #hasEndpointFailed = false
  #reason: Problem | null = null

  constructor(options: PluginRunOptions) {
    this.#options = options
    this.portOpened = new Promise((resolve) => {
      this.#openPort = resolve
    })
    this.#ports = new NamedPorts({
      clock: options.clock,
      isOwn: (port) => this.#isOwnPort(port),
      opened: (port) => this.#openPort(port),
      distrusted: (problem) => this.#distrust(problem),
    })
    const reader = options.reader((event) => this.#hear(event))
    const { path: file, args, environment, secrets, input = 'none', screen } = options
    this.#child = options.children.start({
      file,
      args,
      environment,
      secrets,
      input,
      ...(screen === undefined ? {} : { screen }),
      output: (chunk) => {
        this.#weigh(chunk)
        reader.push(chunk)
      },
    })
    this.ended = this.#child.ended.then((end) => {
      reader.finish()
      return this.#reason ?? this.#problemOfEnd(end)
    })
  }

  /** True once the agent could not reach the endpoint. */
  get hasEndpointFailed(): boolean {
    return this.#hasEndpointFailed
  }

  /**
   * What `open` resolves with, or why it does not: ended, silent, late, given up. `patience` tells what to make of a
   * program that has started and then says nothing: that it fails, or that there is nothing to say.
   */
  async ready<T>(open: Promise<T>, signal: AbortSignal, patience: T | 'fails' = 'fails'): Promise<Result<T>> {
    const opened = open.then((value) => ok(value))
    const ended = this.ended.then((error): Result<T> => ({ ok: false, error }))
    const aborted = onAbort(signal)
    const outcome = await within(this.#options.clock, openingLimitMs, Promise.race([opened, ended, aborted.promise]))
    aborted.forget()
    this.#preface = null
    if (outcome !== 'late') return outcome
    if (!this.#hasStarted) return { ok: false, error: this.failure(this.#hasSpoken ? 'not-understood' : 'silent') }
    if (patience !== 'fails') return ok(patience)
    return fail('HANDSHAKE_TIMED_OUT', { engine: 'plugin', afterMs: openingLimitMs })
  }

  /** ENGINE_FAILED with the program's path and last lines. */
  failure(reason: EngineFailure, ending?: string): Problem {
    const said = this.#child.lastLines().join('\n')
    return problemOf('ENGINE_FAILED', { path: this.#options.path, reason, ending, said })
  }

  /** What is written here is typed; null for a program without input. */
  get input(): Writable | null {
    return this.#child.input
  }

  /** Its output is a user's from now on: none of it gets into a problem's details or a log. */
  keepSecret(): void {
    this.#child.forgetLines()
  }

  pauseOutput(): void {
    this.#child.pauseOutput()
  }

  resumeOutput(): void {
    this.#child.resumeOutput()
  }

  /** SIGINT: with a port, it tells the agent and goes; without one it just goes. */
  interrupt(): void {
    this.#child.interrupt()
  }

  kill(): void {
    this.#child.kill()
  }

  #hear(event: PluginEvent): void {
    const { host, path } = this.#options
    this.#hasSpoken = true
    switch (event.type) {
      case 'starting':
        this.#hasStarted = true
        return host.log('debug', 'plugin-starting')
      case 'port-opened':
        return void this.#ports.portNamed(event.port)
      case 'socket-opened':
        return this.#ports.socketNamed()
      case 'wrong-kind':
        return this.#distrust(problemOf('DOCUMENT_INVALID', { said: 'The document forwards a port' }))
      case 'destination-failed':
        this.#hasEndpointFailed = true
        return host.endpointFailed(problemOf('ENDPOINT_REFUSED', { said: 'Connection to destination port failed' }))
      case 'cannot-start':
        return this.#conclude(problemOfFailure(event.message, path))
      case 'timed-out':
        return this.#conclude(problemOf('SESSION_EXPIRED', {}))
      case 'exiting':
        host.serviceClosed?.('')
        return this.#conclude(problemOf('SESSION_ENDED', {}))
      case 'unknown-operation':
        return this.#conclude(this.failure('not-understood'))
      case 'ending':
        return this.#endSoon()
      case 'ended-with':
        host.serviceClosed?.(event.text)
        return void (this.#reason = problemOfEnding(event.text))
      case 'other':
        this.#strangeLines += 1
        if (this.#strangeLines > strangeLinesTold) return
        return host.log('info', 'plugin-said', { line: event.line.slice(0, 500) })
      case 'waiting':
      case 'connection-accepted':
      case 'terminating':
        return host.log('debug', `plugin-${event.type}`)
    }
  }

  #weigh(chunk: Buffer): void {
    if (this.#preface === null) return
    this.#preface += chunk.length
    if (this.#preface <= longestPreface) return
    this.#preface = null
    this.#reason ??= this.failure('not-understood')
    this.#child.kill()
  }

  async #isOwnPort(port: number): Promise<'yes' | 'no' | 'unknown'> {
    const { pid } = this.#child
    return pid === undefined ? 'unknown' : listensOn(pid, port)
  }

  #distrust(problem: Problem): void {
    this.#conclude(problem)
    this.interrupt()
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
    // The file was looked at before: what is missing is what should run it.
    if (end.kind === 'error') return problemOfSpawn(end.code === 'ENOENT' ? 'ENOEXEC' : end.code, this.#options.path)
    return this.failure('ended', end.signal ?? `exit ${end.code ?? '?'}`)
  }
}

function onAbort(signal: AbortSignal): { readonly promise: Promise<Result<never>>; forget(): void } {
  let forget = (): void => {}
  const promise = new Promise<Result<never>>((resolve) => {
    const abort = (): void => resolve(fail('SESSION_ENDED', { said: 'aborted' }))
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)
    forget = () => signal.removeEventListener('abort', abort)
  })
  return { promise, forget }
}
