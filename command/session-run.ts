import { problemOf } from '#domain/problem/problem.ts'
import { ok } from '#domain/result.ts'
import { visibleLines } from '#domain/text/visible.ts'
import type { Result } from '#contract/result.ts'
import type { Problem } from '#contract/problem.ts'
import type { ChannelPass } from '#contract/relay.ts'
import type { AnySession, createBuiltinSession, UnnamedGrant } from '#relay/engine/builtin/index.ts'
import type { EngineHost } from '#relay/engine/engine.ts'
import { type Ending, exitCodeOf, lastWords } from './ending.ts'
import type { SessionCall } from './invocation.ts'
import { openPort } from './port-run.ts'
import { complaintAbout } from './requested-session.ts'
import type { SessionService } from './session-service.ts'
import type { Interrupt, Wish } from './signals.ts'
import { joinTerminal } from './stream-run.ts'
import type { Terminal } from './terminal.ts'
import * as texts from './texts.ts'

/** The world around one session. */
export interface SessionWorld {
  readonly service: SessionService
  /** Starts whatever the session turns out to be. */
  readonly start: ReturnType<typeof createBuiltinSession>
  readonly terminal: Terminal
  /** Tells of signals until the returned function is called. */
  wishes(hear: (wish: Wish) => void): () => void
}

/** AWS's plugin is gone within milliseconds; a far end that hears nothing is not waited for longer than this. */
const stopMs = 2_000
/** A person who leaves a frozen shell is not to wait for it. */
const escapeMs = 300
/** To end a session by a call to AWS, where its agent can not be told. */
const terminateMs = 3_000
const terminateAfterEscapeMs = 1_000
/** An agent that hears us ends a session in a fraction of the deadline. */
const unheardShare = 0.6

/** Runs one session to its end and returns the exit code. */
export async function runSession(call: SessionCall, world: SessionWorld): Promise<number> {
  const { terminal } = world
  terminal.write(texts.starting(call.sessionId))
  const run = new SessionRun(call, world)
  const forget = world.wishes((wish) => run.hear(wish))
  try {
    const ending = await run.finish()
    terminal.write(lastWords(ending, call.sessionId))
    return exitCodeOf(ending)
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
  /** Resolves when the program is to go, though its last words may not have been read. */
  readonly #left: Promise<void>
  #leave: () => void = () => undefined
  #decide: (ending: Ending) => void = () => undefined
  /** What Ctrl-C and its like do, where they do not end the session. */
  #interrupted: ((wish: Interrupt) => void) | null = null
  #closingText: string | null = null
  #refusal: string | null = null
  #heard = false
  /** The channel is down; there is no way to tell the agent anything. */
  #isCut = false

  constructor(call: SessionCall, world: SessionWorld) {
    this.#call = call
    this.#world = world
    this.#over = new Promise((resolve) => {
      this.#decide = resolve
    })
    this.#left = new Promise((resolve) => {
      this.#leave = resolve
    })
  }

  /** The first wish that ends the session counts. */
  hear(wish: Wish): void {
    if (wish.kind === 'interrupt' && this.#interrupted !== null) return this.#interrupted(wish)
    this.#leave()
    if (this.#heard) return
    this.#heard = true
    if (wish.kind === 'interrupt') this.#world.terminal.write(texts.terminating)
    this.#abandoned.abort()
    this.#decide(endingOf(wish))
  }

  async finish(): Promise<Ending> {
    const { service, start } = this.#world
    const granted = await this.#grant()
    const opened = granted.ok ? await start(granted.value, this.#host(), this.#abandoned.signal) : granted
    if (opened.ok) return await this.#carry(opened.value)
    if (this.#closingText !== null) return { kind: 'closed', output: this.#closingText }
    await service.terminate(terminateMs)
    return this.#heard ? await this.#over : { kind: 'problem', problem: opened.error }
  }

  async #carry(opened: AnySession): Promise<Ending> {
    const complaint = complaintAbout(this.#call.requested, opened)
    if (complaint !== null) return await this.#refuse(opened, complaint)
    const { customerMessage } = opened.agreement
    // Programs read the port from what is printed for a port session, so nobody else's words are printed there.
    if (opened.kind === 'shell' && customerMessage !== '') {
      this.#world.terminal.write(`${visibleLines(customerMessage)}\n`)
    }
    void opened.session.ended.then((problem) => this.#decide(this.#endingWith(problem)))
    return opened.kind === 'port' ? await this.#carryPort(opened) : await this.#carryStream(opened)
  }

  async #refuse(opened: AnySession, said: string): Promise<Ending> {
    const ending: Ending = { kind: 'problem', problem: problemOf('HANDSHAKE_REJECTED', { said }) }
    await this.#stop(opened, ending)
    return ending
  }

  #endingWith(problem: Problem): Ending {
    if (this.#closingText !== null) return { kind: 'closed', output: this.#closingText }
    return this.#refusal === null ? { kind: 'problem', problem } : { kind: 'refused', reason: this.#refusal }
  }

  async #carryPort(opened: Extract<AnySession, { kind: 'port' }>): Promise<Ending> {
    const listener = await openPort(opened, this.#world.terminal)
    const ending: Ending = listener.ok ? await this.#over : { kind: 'problem', problem: listener.error }
    const closed = listener.ok ? listener.value.close(stopMs) : null
    await this.#stop(opened, ending)
    await closed
    return ending
  }

  async #carryStream(opened: Exclude<AnySession, { kind: 'port' }>): Promise<Ending> {
    this.#interrupted = (wish) => {
      if (opened.kind === 'shell') opened.session.write(Buffer.from([wish.byte]))
      // What it writes is SSH's: it goes without words, as a program that does not mind signals.
      else if (wish.exitCode !== null) this.hear({ kind: 'leave', exitCode: wish.exitCode })
    }
    const joint = joinTerminal(opened, this.#world.terminal, this.#decide)
    const ending = await this.#over
    this.#interrupted = null
    if (hasMoreToShow(ending)) await Promise.race([joint.shown, this.#left])
    joint.leave()
    await this.#stop(opened, ending)
    return ending
  }

  /** Ends the session on the far end, too: by its agent if that hears us, else by a call. */
  async #stop({ session }: AnySession, ending: Ending): Promise<void> {
    const hasEscaped = ending.kind === 'escaped'
    const deadlineMs = hasEscaped ? escapeMs : stopMs
    const isUnreachable = this.#isCut || hasLostItsAgent(ending)
    const startedAt = performance.now()
    await session.stop(deadlineMs)
    const isUnheard = performance.now() - startedAt > deadlineMs * unheardShare
    if (isOver(ending) || !(isUnreachable || isUnheard)) return
    await this.#world.service.terminate(hasEscaped ? terminateAfterEscapeMs : terminateMs)
  }

  async #grant(): Promise<Result<UnnamedGrant>> {
    const { sessionId, targetId, region } = this.#call
    const pass = await this.#world.service.firstPass()
    return pass.ok ? ok({ sessionId, targetId, region, pass: pass.value, engine: { name: 'builtin' } }) : pass
  }

  #host(): EngineHost {
    const { service, terminal } = this.#world
    return {
      renewPass: () => this.#renew(),
      generateDataKey: (request) => service.generateDataKey(request),
      credentials: () => Promise.resolve(null),
      endpointFailed: () => void terminal.write(texts.destinationFailed),
      resumed: () => {
        this.#isCut = false
      },
      log: () => undefined,
      serviceClosed: (output) => {
        this.#closingText = output
      },
    }
  }

  async #renew(): Promise<ChannelPass | null> {
    this.#isCut = true
    const renewal = await this.#world.service.resume()
    if (renewal.kind === 'pass') return renewal.pass
    if (renewal.kind === 'refused') this.#refusal = renewal.reason
    return null
  }
}

function endingOf(wish: Wish): Ending {
  switch (wish.kind) {
    case 'interrupt':
      return { kind: 'interrupted' }
    case 'leave':
      return { kind: 'left', exitCode: wish.exitCode }
    case 'broken':
      return wish
  }
}

const hasMoreToShow = ({ kind }: Ending): boolean => kind === 'closed' || kind === 'problem' || kind === 'refused'

/** On the service, too. */
const isOver = (ending: Ending): boolean =>
  ending.kind === 'closed' || (ending.kind === 'problem' && ending.problem.code === 'SESSION_EXPIRED')

const hasLostItsAgent = (ending: Ending): boolean =>
  ending.kind === 'refused' || (ending.kind === 'problem' && ending.problem.code === 'SESSION_DROPPED')
