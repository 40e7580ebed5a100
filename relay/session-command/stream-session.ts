import { type Problem, problemOf } from '#contract/problem.ts'
import type { SocketClose } from '../engine/builtin/channel-socket.ts'
import { closingProblem } from '../engine/builtin/closing-text.ts'
import type { DataChannel } from '../engine/builtin/data-channel.ts'
import { flags, payloadTypes } from '../engine/builtin/message.ts'
import { Resumption } from '../engine/builtin/resumption.ts'
import type { BuiltinSettings } from '../engine/builtin/settings.ts'
import { flagPayload } from '../engine/builtin/stopping.ts'
import type { EngineHost } from '../engine/engine.ts'

export interface StreamSessionParts {
  readonly host: EngineHost
  readonly channel: DataChannel
  readonly settings: BuiltinSettings
}

/** Standard output, standard error and the exit code's text: all of it is for the user's eyes. */
const shown: ReadonlySet<number> = new Set([payloadTypes.output, 11, 12])
const sizePayload = 3
const politeCloseMs = 500

/** A session whose bytes are one stream each way: a terminal, a command, or a single connection. */
export class StreamSession {
  /** Resolves once, when the session is over for any reason but {@link stop}. */
  readonly ended: Promise<Problem>
  readonly #channel: DataChannel
  readonly #settings: BuiltinSettings
  readonly #host: EngineHost
  readonly #resumption: Resumption
  readonly #over = new AbortController()
  readonly #queue: Buffer[] = []
  readonly #early: Buffer[] = []
  readonly #waiters = new Set<() => void>()
  #show: ((bytes: Buffer) => void) | null = null
  #resolveEnded: (problem: Problem) => void = () => undefined

  constructor({ host, channel, settings }: StreamSessionParts) {
    this.#channel = channel
    this.#settings = settings
    this.#host = host
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve
    })
    this.#resumption = new Resumption({
      renewPass: () => host.renewPass(),
      open: (pass, signal) => channel.open(pass, signal),
      failed: () => undefined,
      delayMs: settings.resumeDelayMs,
    })
  }

  /** Hands over what comes, from the first byte. */
  listen(show: (bytes: Buffer) => void): void {
    this.#show = show
    for (const bytes of this.#early.splice(0)) show(bytes)
  }

  /** Sends bytes; resolves when there is room for more. */
  async write(bytes: Buffer): Promise<void> {
    this.#queue.push(bytes)
    this.progressed()
    await this.#until(() => this.#queue.length === 0)
  }

  tellSize(columns: number, rows: number): void {
    this.#channel.send(sizePayload, Buffer.from(JSON.stringify({ cols: columns, rows })))
  }

  pauseReading(): void {
    this.#channel.pauseReading()
  }

  resumeReading(): void {
    this.#channel.resumeReading()
  }

  /** Sends what is queued, ends the session on the service, closes the channel; settles within the deadline. */
  async stop(deadlineMs: number): Promise<void> {
    if (this.#over.signal.aborted) return
    const deadline = setTimeout(() => this.#free(), deadlineMs)
    await this.#until(() => this.#queue.length === 0 && this.#channel.settled)
    if (!this.#over.signal.aborted) this.#channel.send(payloadTypes.flag, flagPayload(flags.terminateSession))
    await this.#until(() => this.#channel.settled)
    clearTimeout(deadline)
    this.#free()
    await this.#channel.close(politeCloseMs)
  }

  received(payloadType: number, payload: Buffer): void {
    this.#resumption.proved()
    if (!shown.has(payloadType)) return
    if (this.#show === null) this.#early.push(Buffer.from(payload))
    else this.#show(payload)
  }

  progressed(): void {
    while (this.#queue.length > 0 && this.#channel.ready && this.#channel.sendOutput(this.#fill)) continue
    this.#wake()
  }

  closed(output: string): void {
    this.#end(closingProblem(output))
  }

  unanswered(): void {
    const afterMs = this.#settings.unansweredMs
    this.#end(problemOf('SESSION_DROPPED', { reason: 'The agent does not acknowledge', afterMs }))
  }

  dropped(_close: SocketClose): void {
    void this.#resumption.run(this.#over.signal).then((resumed) => {
      if (this.#over.signal.aborted) return
      if (resumed.ok) this.#host.resumed()
      else this.#end(resumed.error)
    })
  }

  readonly #fill = (target: Buffer, start: number, end: number): number => {
    const [first] = this.#queue
    if (first === undefined) return start
    const copied = first.copy(target, start, 0, end - start)
    if (copied === first.length) this.#queue.shift()
    else this.#queue[0] = first.subarray(copied)
    return start + copied
  }

  #end(problem: Problem): void {
    if (this.#over.signal.aborted) return
    this.#free()
    void this.#channel.close(politeCloseMs)
    this.#resolveEnded(problem)
  }

  #free(): void {
    this.#over.abort()
    this.#queue.length = 0
    this.#wake()
  }

  /** Also when the session is over. */
  #until(isMet: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!isMet() && !this.#over.signal.aborted) return
        this.#waiters.delete(check)
        resolve()
      }
      this.#waiters.add(check)
      check()
    })
  }

  #wake(): void {
    for (const check of [...this.#waiters]) check()
  }
}
