import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type {
  EngineHost,
  EngineSession,
  SessionAgreement,
  ShellSession,
  StartEngine,
  StartShell,
  StartStdio,
  StdioSession,
} from '../engine.ts'
import type { CarriedGrant, UnnamedGrant } from './carried-grant.ts'
import { channelResumption } from './channel-resumption.ts'
import { openSocket, type SocketClose } from './channel-socket.ts'
import { type ChannelListener, type Connect, DataChannel } from './data-channel.ts'
import type { Purpose } from './handshake.ts'
import { type Agreed, Opening } from './opening.ts'
import { payloadTypes } from './message.ts'
import { type PortMode, PortSession } from './port-session.ts'
import { PipeSession } from './basic/pipe-session.ts'
import { TerminalSession } from './shell/terminal-session.ts'
import type { Resumption } from './resumption.ts'
import { politeCloseMs, type SessionParts } from './session-life.ts'
import { type BuiltinSettings, defaultSettings, largestPayload } from './settings.ts'

export type { UnnamedGrant } from './carried-grant.ts'
export type { BuiltinSettings } from './settings.ts'

/** Our own engine: speaks the SSM data channel in this process. Times and sizes may be tuned; see {@link BuiltinSettings}. */
export function createBuiltinEngine(overrides: Partial<BuiltinSettings> = {}): StartEngine {
  return starter(
    'port',
    overrides,
    (parts, { mode }) => new PortSession(parts, mode === 'basic' ? mode : 'multiplexed'),
  )
}

/**
 * A terminal's reader draws what it reads: what lies between is drawn late, after an interrupt, too. So little may wait, and the service
 * and the far end's own buffers hold the rest.
 */
const terminalLimit = { streamBytes: 131_072, sessionBytes: 262_144 }

/** Starts shells and commands. */
export function createBuiltinShell(overrides: Partial<BuiltinSettings> = {}): StartShell {
  return starter(
    'shell',
    { receiveLimit: terminalLimit, ...overrides },
    (parts, agreed) => new TerminalSession(parts, agreed.cipher),
  )
}

/** Starts SSH sessions (`AWS-StartSSHSession`). */
export function createBuiltinStdio(overrides: Partial<BuiltinSettings> = {}): StartStdio {
  return starter('stdio', overrides, (parts) => new PipeSession(parts))
}

/** A session of the type that its agent named, and what was agreed. */
export type AnySession = { readonly agreement: SessionAgreement } & (
  | { readonly kind: 'port'; readonly session: EngineSession; readonly mode: PortMode }
  | { readonly kind: 'shell'; readonly session: ShellSession }
  | { readonly kind: 'stdio'; readonly session: StdioSession }
)

/** Starts whatever the session turns out to be. `connect`: how its channel comes by sockets. */
export function createBuiltinSession(
  overrides: Partial<BuiltinSettings> = {},
  connect: Connect = openSocket,
): (grant: UnnamedGrant, host: EngineHost, signal: AbortSignal) => Promise<Result<AnySession>> {
  return async (grant, host, signal) => {
    const found: { agreement: SessionAgreement } = {
      agreement: { sessionType: '', properties: {}, customerMessage: '' },
    }
    const start = starter(
      'any',
      overrides,
      (parts, agreed) => {
        found.agreement = agreed.agreement
        return createSession(parts, agreed)
      },
      connect,
    )
    const started = await start({ ...grant, purpose: null }, host, signal)
    return started.ok ? ok(named(started.value, found.agreement)) : started
  }
}

type Created = PortSession | TerminalSession | PipeSession

function createSession(parts: SessionParts, { mode, cipher }: Agreed): Created {
  if (mode === 'shell') return new TerminalSession(parts, cipher)
  return mode === 'stdio' ? new PipeSession(parts) : new PortSession(parts, mode)
}

function named(session: Created, agreement: SessionAgreement): AnySession {
  if (session instanceof PortSession) return { kind: 'port', session, mode: session.mode, agreement }
  return session instanceof TerminalSession
    ? { kind: 'shell', session, agreement }
    : { kind: 'stdio', session, agreement }
}

type Phase = Omit<ChannelListener, 'log' | 'recovering' | 'agentIs'>
type Create<S> = (parts: SessionParts, agreed: Agreed) => S

function starter<S extends Phase>(
  purpose: Purpose,
  overrides: Partial<BuiltinSettings>,
  create: Create<S>,
  connect: Connect = openSocket,
): (grant: CarriedGrant, host: EngineHost, signal: AbortSignal) => Promise<Result<S>> {
  const settings = { ...defaultSettings, ...overrides }
  if (settings.payloadBytes < 64 || settings.payloadBytes > largestPayload) throw new RangeError('payloadBytes')
  if (!(settings.bytesPerSecond > 0)) throw new RangeError('bytesPerSecond')
  return (grant, host, signal) => new Start({ grant, host, settings, purpose, create, connect }).run(signal)
}

interface StartDeps<S> {
  readonly grant: CarriedGrant
  readonly host: EngineHost
  readonly settings: BuiltinSettings
  readonly purpose: Purpose
  readonly create: Create<S>
  readonly connect: Connect
}

/** One start: opens the channel, shakes hands, and hands the channel to its session without missing a message. */
class Start<S extends Phase> {
  readonly #deps: StartDeps<S>
  readonly #channel: DataChannel
  readonly #resumption: Resumption
  readonly #over = new AbortController()
  #phase: Phase = nobody

  constructor(deps: StartDeps<S>) {
    this.#deps = deps
    const { grant, host, settings, connect } = deps
    const listener: ChannelListener = {
      received: (payloadType, payload) => this.#phase.received(payloadType, payload),
      progressed: () => this.#phase.progressed(),
      closed: (output) => {
        host.serviceClosed?.(output)
        this.#phase.closed(output)
      },
      dropped: (close) => this.#phase.dropped(close),
      unanswered: () => this.#phase.unanswered(),
      recovering: (recovery) => host.recovering?.(recovery),
      agentIs: (state) => host.agentIs?.(state),
      agentQuiet: () => this.#phase.agentQuiet(),
      log: (level, event, fields) => host.log(level, event, { sessionId: grant.sessionId, ...fields }),
    }
    this.#channel = new DataChannel(settings, listener, connect)
    this.#resumption = channelResumption({ ...deps, channel: this.#channel })
  }

  async run(signal: AbortSignal): Promise<Result<S>> {
    if (signal.aborted) return fail('SESSION_ENDED', {})
    const { opening, outcome } = this.#agree()
    const giveUp = (): void => opening.aborted()
    signal.addEventListener('abort', giveUp, { once: true })
    const opened = await this.#channel.open(this.#deps.grant.pass, signal)
    if (opened.ok) opening.begin()
    else giveUp()
    const session = await outcome
    signal.removeEventListener('abort', giveUp)
    return opened.ok ? session : opened
  }

  #agree(): { readonly opening: Opening; readonly outcome: Promise<Result<S>> } {
    let conclude: (session: Result<S>) => void = () => undefined
    const outcome = new Promise<Result<S>>((resolve) => {
      conclude = resolve
    })
    const opening = new Opening({
      ...this.#deps,
      channel: this.#channel,
      settle: (agreed) => conclude(this.#conclude(agreed)),
    })
    this.#phase = {
      received: (payloadType, payload) => opening.received(payloadType, payload),
      progressed: () => undefined,
      closed: (output) => opening.closed(output),
      dropped: (close) => void this.#dropped(opening, close),
      unanswered: () => opening.unanswered(),
      agentQuiet: () => undefined,
    }
    return { opening, outcome }
  }

  /** An agent that has asked waits for its answer, so its channel is brought back as a session's is, while there is time. */
  async #dropped(opening: Opening, close: SocketClose): Promise<void> {
    const resumed = opening.isAsked ? await this.#resumption.run(this.#over.signal) : null
    if (resumed?.ok !== true) return opening.dropped(close)
    this.#deps.host.resumed()
  }

  #conclude(agreed: Result<Agreed>): Result<S> {
    this.#over.abort()
    if (!agreed.ok) {
      this.#phase = nobody
      void this.#channel.close(politeCloseMs)
      return agreed
    }
    const { agentVersion, agreement, first } = agreed.value
    const parts = { ...this.#deps, channel: this.#channel, agentVersion, agreement }
    const session = this.#deps.create(parts, agreed.value)
    this.#phase = session
    if (first !== null) session.received(payloadTypes.output, first)
    return { ok: true, value: session }
  }
}

const nobody: Phase = {
  received: () => undefined,
  progressed: () => undefined,
  closed: () => undefined,
  dropped: () => undefined,
  unanswered: () => undefined,
  agentQuiet: () => undefined,
}
