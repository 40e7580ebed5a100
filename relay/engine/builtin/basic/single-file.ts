import type { Duplex } from 'node:stream'
import { flags, payloadTypes } from '../message.ts'
import type { MuxLimits, MuxLink } from '../smux/mux.ts'
import { flagPayload, type Traffic } from '../stopping.ts'
import { PlainPipe } from './plain-pipe.ts'

/** What carries the connections. */
interface SingleFileLink extends MuxLink {
  /** True when everything sent was acknowledged. */
  readonly settled: boolean
  send(payloadType: number, payload: Buffer): void
}

/** After a disconnect the agent may still have a message of the old connection in hand; it is out after this silence. */
const quietMs = 50
/**
 * Silence after which a half-closed connection makes room for one that waits. A client that has left looks the same as
 * one that waits for its answer; the silence counts from when the agent has acknowledged what it was asked.
 */
const contendedGraceMs = 200

type Phase =
  | { readonly kind: 'free' }
  | { readonly kind: 'connected'; readonly pipe: PlainPipe }
  /** What arrives belongs to the connection before. */
  | { readonly kind: 'clearing' }
  | { readonly kind: 'over' }

/**
 * Connections one after the other, for agents that do not multiplex. The next waits until the one before is closed, the
 * agent has acknowledged that, and what it sent for it has run out: nothing on the wire says whose bytes they are.
 */
export class SingleFile implements Traffic {
  readonly #link: SingleFileLink
  readonly #limits: MuxLimits
  readonly #waiting: ((stream: Duplex) => void)[] = []
  #phase: Phase = { kind: 'free' }
  #first = true
  #quietTimer: NodeJS.Timeout | null = null

  constructor(link: SingleFileLink, limits: MuxLimits) {
    this.#link = link
    this.#limits = limits
  }

  /** Resolves when it is this connection's turn; with a closed one after the end. */
  open(): Promise<Duplex> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#next()
      this.#hurry()
    })
  }

  receive(bytes: Buffer): null {
    if (this.#phase.kind === 'connected') this.#phase.pipe.stream.deliver(bytes)
    else if (this.#phase.kind === 'clearing') this.#awaitQuiet()
    return null
  }

  progress(): void {
    if (this.#phase.kind === 'connected') this.#phase.pipe.progress()
    if (this.#phase.kind === 'clearing' && this.#quietTimer === null) this.#awaitQuiet()
  }

  /** The agent dials when the session starts; a failure ends the session with its own words. */
  longestUnansweredMs(): number {
    return 0
  }

  get drained(): boolean {
    return this.#phase.kind !== 'connected' || this.#phase.pipe.drained
  }

  closeStreams(): void {
    if (this.#phase.kind === 'connected') this.#phase.pipe.stream.destroy()
  }

  /** An old agent says no farewell. */
  get allClosedRemotely(): boolean {
    return true
  }

  end(): void {
    const phase = this.#phase
    this.#phase = { kind: 'over' }
    this.#stopTimer()
    if (phase.kind === 'connected') phase.pipe.stream.destroy()
    this.#next()
  }

  #next(): void {
    if (this.#phase.kind === 'over') {
      for (const resolve of this.#waiting.splice(0))
        resolve(new PlainPipe(this.#link, this.#limits, ignore).stream.destroy())
      return
    }
    if (this.#phase.kind !== 'free') return
    const resolve = this.#waiting.shift()
    if (resolve === undefined) return
    const pipe = new PlainPipe(
      this.#link,
      this.#limits,
      () => this.#disconnect(),
      () => this.#link.settled,
    )
    this.#phase = { kind: 'connected', pipe }
    // An agent dials again only when it has something to deliver; a server may be the one that speaks first.
    if (!this.#first) this.#link.send(payloadTypes.output, nothing)
    this.#first = false
    this.#hurry()
    resolve(pipe.stream)
  }

  #hurry(): void {
    if (this.#phase.kind === 'connected' && this.#waiting.length > 0) this.#phase.pipe.stream.hurry(contendedGraceMs)
  }

  #disconnect(): void {
    if (this.#phase.kind !== 'connected') return
    this.#phase = { kind: 'clearing' }
    this.#link.send(payloadTypes.flag, flagPayload(flags.disconnectToPort))
  }

  #awaitQuiet(): void {
    if (!this.#link.settled) return
    this.#stopTimer()
    this.#quietTimer = setTimeout(() => {
      this.#quietTimer = null
      this.#phase = { kind: 'free' }
      this.#next()
    }, quietMs)
  }

  #stopTimer(): void {
    if (this.#quietTimer !== null) clearTimeout(this.#quietTimer)
    this.#quietTimer = null
  }
}

const nothing = Buffer.alloc(0)
const ignore = (): void => undefined
