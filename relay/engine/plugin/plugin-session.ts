import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Problem } from '#contract/problem.ts'
import { within, type Clock } from '#domain/clock/clock.ts'
import type { EngineHost, EngineSession, ProbeAnswer } from '../engine.ts'
import { PluginLife } from './plugin-life.ts'
import type { EngineFailure, PluginRun } from './plugin-run.ts'
import { endRun, type StopStep, terminateSteps } from './stopping.ts'

/** For a plugin that carries nothing any more. */
const uselessMs = 2_000
/** A listener on this computer answers within milliseconds. */
const connectLimitMs = 5_000
/** From a closed port to the end of the program. */
const endingMs = 500
/** Shorter than this, a client that leaves without an answer has not waited for one. */
const silenceMs = 5_000

/** A session that the official plugin carries: one TCP connection to its port per stream. */
export class PluginSession implements EngineSession {
  readonly sessionId: string
  /** The plugin does not tell. */
  readonly agentVersion = null
  readonly ended: Promise<Problem>
  readonly #life: PluginLife
  readonly #run: PluginRun
  readonly #port: number
  readonly #clock: Clock
  readonly #host: Pick<EngineHost, 'terminate'>
  readonly #streams = new Set<Socket>()
  #hasDelivered = false

  constructor(sessionId: string, host: Pick<EngineHost, 'terminate'>, run: PluginRun, port: number, clock: Clock) {
    this.sessionId = sessionId
    this.#host = host
    this.#run = run
    this.#port = port
    this.#clock = clock
    this.#life = new PluginLife(clock)
    this.ended = this.#life.ended
    this.#life.follow(run, () => this.#destroyStreams())
  }

  async openStream(): Promise<Duplex> {
    if (this.#life.phase !== 'running') throw new Error('the plugin is not running')
    const stream = connect({ host: '127.0.0.1', port: this.#port, allowHalfOpen: true, noDelay: true })
    this.#streams.add(stream)
    const connected = new Promise<boolean>((resolve) => {
      stream.once('connect', () => resolve(true))
      stream.once('close', () => resolve(false))
    })
    // A reset is an end like any other.
    stream.on('error', () => {})
    const isConnected = (await within(this.#clock, connectLimitMs, connected)) === true
    if (isConnected) {
      const openedAt = this.#clock.now()
      stream.once('close', () => this.#streamClosed(stream, openedAt))
      return stream
    }
    this.#streams.delete(stream)
    stream.destroy()
    // A program that ends closes its port first; then its own reason is the one to tell.
    await within(this.#clock, endingMs, this.#run.ended)
    this.#giveUp('port-closed')
    throw new Error('the plugin does not take connections any more')
  }

  /**
   * A plugin that gets a message while it sets up its multiplexer reads nothing from then on: it opens its port, takes
   * every byte, and gives none back. From here it looks like a slow endpoint, so nobody is cut off for it; but a session
   * that was silent to a client that asked and waited, and never answered anyone, is not kept for the next one.
   */
  #streamClosed(stream: Socket, openedAt: number): void {
    this.#streams.delete(stream)
    if (stream.bytesRead > 0) this.#hasDelivered = true
    const isSilent = stream.bytesWritten > 0 && this.#clock.now() - openedAt >= silenceMs
    const isProven = this.#hasDelivered || this.#run.hasEndpointFailed
    if (isSilent && !isProven && this.#streams.size === 0) this.#giveUp('no-bytes')
  }

  #giveUp(reason: EngineFailure): void {
    if (this.#life.phase !== 'running') return
    this.#life.giveUp(this.#run.failure(reason))
    this.#destroyStreams()
    void endRun(this.#run, this.#steps(), uselessMs, this.#clock)
  }

  /** A connection through the plugin would make the agent dial the database, and prove nothing about the channel. */
  probe(): Promise<ProbeAnswer> {
    return Promise.resolve(this.#life.phase === 'running' ? 'unknown' : null)
  }

  stop(deadlineMs: number): Promise<void> {
    return this.#life.stop(deadlineMs, (run) => {
      for (const stream of this.#streams) stream.destroySoon()
      return endRun(run, this.#steps(), deadlineMs, this.#clock)
    })
  }

  #destroyStreams(): void {
    for (const stream of this.#streams) stream.destroy()
  }

  /** An interrupted plugin tells the agent. One that does not hear it, as on Windows, is told by the service. */
  #steps(): readonly StopStep[] {
    const interrupt = process.platform === 'win32' ? [] : [() => this.#run.interrupt()]
    return [...interrupt, ...terminateSteps(this.#host)]
  }
}
