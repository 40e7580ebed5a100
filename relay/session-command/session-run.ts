import type { SessionGrant } from '#contract/relay.ts'
import { type AnySession, createBuiltinSession } from '../engine/builtin/index.ts'
import type { EngineHost } from '../engine/engine.ts'
import { type Ending, lastWords } from './ending.ts'
import type { SessionCall } from './invocation.ts'
import type { Network } from './network.ts'
import { openPort } from './port-run.ts'
import type { SessionService } from './session-service.ts'
import type { Wish } from './signals.ts'
import { joinTerminal } from './stream-run.ts'
import type { Terminal } from './terminal.ts'
import * as texts from './texts.ts'

/** The world around one session. */
export interface SessionWorld {
  readonly service: SessionService
  readonly network: Network
  readonly terminal: Terminal
  /** Tells of signals until the returned function is called. */
  wishes(hear: (wish: Wish) => void): () => void
}

/** AWS's plugin is gone within milliseconds; a far end that hears nothing is not waited for longer than this. */
const stopMs = 2_000

/** Runs one session to its end and returns the exit code. */
export async function runSession(call: SessionCall, world: SessionWorld): Promise<number> {
  const { terminal } = world
  terminal.write(texts.starting(call.sessionId))
  const run = new SessionRun(call, world)
  const forget = world.wishes((wish) => run.hear(wish))
  try {
    const ending = await run.finish()
    terminal.write(lastWords(ending, call.sessionId))
    return ending.kind === 'left' ? ending.exitCode : 0
  } finally {
    forget()
    await terminal.flushed()
  }
}

class SessionRun {
  readonly #call: SessionCall
  readonly #world: SessionWorld
  readonly #over: Promise<Ending>
  readonly #abandoned = new AbortController()
  #decide: (ending: Ending) => void = () => undefined
  /** What Ctrl-C and its like do, where they do not end the session. */
  #typeInterrupt: ((byte: number) => void) | null = null
  #closingText: string | null = null
  #heard = false

  constructor(call: SessionCall, world: SessionWorld) {
    this.#call = call
    this.#world = world
    this.#over = new Promise((resolve) => {
      this.#decide = resolve
    })
  }

  /** The first wish that ends the session counts. */
  hear(wish: Wish): void {
    if (wish.kind === 'interrupt' && this.#typeInterrupt !== null) return this.#typeInterrupt(wish.byte)
    if (this.#heard) return
    this.#heard = true
    if (wish.kind === 'interrupt') this.#world.terminal.write(texts.terminating)
    this.#abandoned.abort()
    this.#decide(wish.kind === 'interrupt' ? { kind: 'interrupted' } : { kind: 'left', exitCode: wish.exitCode })
  }

  async finish(): Promise<Ending> {
    const { network, service } = this.#world
    const start = createBuiltinSession({ agentFor: (url) => network.agentFor(url) })
    const opened = await start(await this.#grant(), this.#host(), this.#abandoned.signal)
    if (opened.ok) return await this.#carry(opened.value)
    if (this.#closingText !== null) return { kind: 'closed', output: this.#closingText }
    await service.terminate()
    return this.#heard ? await this.#over : { kind: 'problem', problem: opened.error }
  }

  async #carry(opened: AnySession): Promise<Ending> {
    const { customerMessage } = opened.agreement
    if (customerMessage !== '') this.#world.terminal.write(`${customerMessage}\n`)
    void opened.session.ended.then((problem) =>
      this.#decide(
        this.#closingText === null ? { kind: 'problem', problem } : { kind: 'closed', output: this.#closingText },
      ),
    )
    return opened.kind === 'port' ? await this.#carryPort(opened) : await this.#carryStream(opened)
  }

  async #carryPort(opened: Extract<AnySession, { kind: 'port' }>): Promise<Ending> {
    const listener = await openPort(opened, this.#world.terminal)
    const ending: Ending = listener.ok ? await this.#over : { kind: 'problem', problem: listener.error }
    const closed = listener.ok ? listener.value.close(stopMs) : null
    await opened.session.stop(stopMs)
    await closed
    return ending
  }

  async #carryStream(opened: Exclude<AnySession, { kind: 'port' }>): Promise<Ending> {
    if (opened.kind === 'shell') {
      this.#typeInterrupt = (byte) => void opened.session.write(Buffer.from([byte]))
    }
    const joint = joinTerminal(opened, this.#world.terminal, this.#decide)
    const ending = await this.#over
    joint.stopReading()
    if (ending.kind === 'closed' || ending.kind === 'problem') await joint.shown
    await opened.session.stop(stopMs)
    return ending
  }

  async #grant(): Promise<SessionGrant> {
    const { sessionId, targetId, region } = this.#call
    const pass = await this.#world.service.firstPass()
    // The far end's name is the agent's business: here it is not known.
    return { sessionId, targetId, region, endpoint: { host: '', port: 0 }, pass, engine: { name: 'builtin' } }
  }

  #host(): EngineHost {
    const { service, terminal } = this.#world
    return {
      renewPass: () => service.resume(),
      generateDataKey: (request) => service.generateDataKey(request),
      credentials: () => Promise.resolve(null),
      endpointFailed: () => void terminal.write(texts.destinationFailed),
      resumed: () => undefined,
      log: () => undefined,
      serviceClosed: (output) => {
        this.#closingText = output
      },
    }
  }
}
