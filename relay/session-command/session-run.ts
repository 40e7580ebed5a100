import type { SessionGrant } from '#contract/relay.ts'
import { createBuiltinEngine } from '../engine/builtin/index.ts'
import type { EngineHost, EngineSession } from '../engine/engine.ts'
import { type Ending, lastWords } from './ending.ts'
import type { SessionCall } from './invocation.ts'
import type { Network } from './network.ts'
import { openPort } from './port-run.ts'
import type { SessionService } from './session-service.ts'
import type { Wish } from './signals.ts'
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
  readonly #wish: Promise<Ending>
  readonly #abandoned = new AbortController()
  #decide: (ending: Ending) => void = () => undefined
  #closingText: string | null = null
  #heard = false

  constructor(call: SessionCall, world: SessionWorld) {
    this.#call = call
    this.#world = world
    this.#wish = new Promise((resolve) => {
      this.#decide = resolve
    })
  }

  /** The first wish counts. */
  hear(wish: Wish): void {
    if (this.#heard) return
    this.#heard = true
    if (wish.kind === 'interrupt') this.#world.terminal.write(texts.terminating)
    this.#abandoned.abort()
    this.#decide(wish.kind === 'interrupt' ? { kind: 'interrupted' } : { kind: 'left', exitCode: wish.exitCode })
  }

  async finish(): Promise<Ending> {
    const { network, service } = this.#world
    const start = createBuiltinEngine({ agentFor: (url) => network.agentFor(url) })
    const started = await start(await this.#grant(), this.#host(), this.#abandoned.signal)
    if (!started.ok) {
      if (this.#closingText !== null) return { kind: 'closed', output: this.#closingText }
      await service.terminate()
      return this.#heard ? await this.#wish : { kind: 'problem', problem: started.error }
    }
    return await this.#carry(started.value)
  }

  async #carry(session: EngineSession): Promise<Ending> {
    const { terminal } = this.#world
    const message = session.agreement?.customerMessage ?? ''
    if (message !== '') terminal.write(`${message}\n`)
    const opened = await openPort(session, terminal)
    if (!opened.ok) {
      await session.stop(stopMs)
      return { kind: 'problem', problem: opened.error }
    }
    const ended = session.ended.then((problem): Ending =>
      this.#closingText === null ? { kind: 'problem', problem } : { kind: 'closed', output: this.#closingText },
    )
    const ending = await Promise.race([this.#wish, ended])
    const closed = opened.value.close(stopMs)
    await session.stop(stopMs)
    await closed
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
      credentials: () => Promise.resolve(null),
      endpointFailed: () => terminal.write(texts.destinationFailed),
      resumed: () => undefined,
      log: () => undefined,
      serviceClosed: (output) => {
        this.#closingText = output
      },
    }
  }
}
