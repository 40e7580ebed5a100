import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { ChannelPass, DataKeyRequest, SessionGrant } from '#contract/relay.ts'
import type { DataKey, EngineHost, EngineSession, Recovery } from '#relay/engine/engine.ts'
import { type BuiltinSettings, createBuiltinEngine } from '#relay/engine/builtin/index.ts'
import type { AgentBehaviour, AgentKeys, DialTarget, Gateway } from '#sandbox/gateway/index.ts'
import { createGateway } from '#sandbox/gateway/index.ts'
import { direct } from '#test/support/direct-route.ts'

/** An agent that does not sleep: these tests are about correctness. */
const quick: Partial<AgentBehaviour> = { sleepMs: 0, payloadBytes: 16_384 }

/** What the engine told its host, and what the host answers. */
export interface RecordingHost extends EngineHost {
  readonly endpointProblems: Problem[]
  readonly events: string[]
  readonly recoveries: Recovery[]
  resumes: number
  passesAsked: number
  /** Replaces the gateway's pass. */
  answerPass: (() => Promise<ChannelPass | null>) | null
}

export interface WorldSession {
  readonly session: EngineSession
  readonly host: RecordingHost
}

export interface SessionWishes {
  readonly behaviour?: Partial<AgentBehaviour>
  readonly settings?: Partial<BuiltinSettings>
  readonly agentVersion?: string
  readonly properties?: Readonly<Record<string, string>>
  readonly sessionType?: string
}

type CreateStarter<S> = (
  settings: Partial<BuiltinSettings>,
) => (grant: SessionGrant, host: EngineHost, signal: AbortSignal) => Promise<Result<S>>
type SealedKey = Parameters<AgentKeys['decrypt']>[0]
type KeyAnswer = Awaited<ReturnType<AgentKeys['decrypt']>>
const noKey: KeyAnswer = { ok: false, error: 'InvalidCiphertextException: null' }

/** A gateway, an endpoint behind its agents, and engines that are all stopped at the end. */
export class EngineWorld {
  readonly gateway: Gateway
  readonly upgradeHeaders: Readonly<Record<string, string | string[] | undefined>>[] = []
  /** Where passes point instead of the gateway itself. */
  pathUrl: string | null = null
  dialTarget: DialTarget = { kind: 'refused' }
  readonly #sessions: { stop(deadlineMs: number): Promise<void> }[] = []
  readonly #dataKeys = new Map<string, { readonly request: DataKeyRequest; readonly plaintext: Buffer }>()
  readonly #closers: (() => Promise<void>)[] = []

  private constructor(gateway: Gateway) {
    this.gateway = gateway
  }

  static async start(): Promise<EngineWorld> {
    const holder: { world?: EngineWorld } = {}
    const gateway = await createGateway({
      port: 0,
      dial: () => holder.world?.dialTarget ?? { kind: 'refused' },
      authorizeUpgrade: ({ headers }) => {
        holder.world?.upgradeHeaders.push(headers)
        return true
      },
      behaviour: quick,
      keys: { decrypt: (request) => Promise.resolve(holder.world?.decrypt(request) ?? noKey) },
      log: () => undefined,
    })
    holder.world = new EngineWorld(gateway)
    return holder.world
  }

  /** What KMS knows: the plain key of each sealed one, and what it was sealed for. */
  decrypt({ ciphertext, context }: SealedKey): KeyAnswer {
    const made = this.#dataKeys.get(ciphertext.toString('hex'))
    if (made === undefined || !isDeepStrictEqual(made.request.context, context)) return noKey
    return { ok: true, plaintext: made.plaintext }
  }

  #generateDataKey(request: DataKeyRequest): DataKey {
    const plaintext = randomBytes(request.bytes)
    const ciphertext = randomBytes(32)
    this.#dataKeys.set(ciphertext.toString('hex'), { request, plaintext })
    return { plaintext, ciphertext }
  }

  /** Makes every dial end at a server that runs `handle` for each connection. */
  async serve(handle: (socket: Socket) => void): Promise<void> {
    const sockets = new Set<Socket>()
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
      handle(socket)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    this.dialTarget = { kind: 'tcp', host: '127.0.0.1', port: (server.address() as AddressInfo).port }
    this.#closers.push(async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    })
  }

  grant(wishes: SessionWishes = {}): SessionGrant {
    const sessionId = `test-${randomUUID()}`
    const granted = this.gateway.open({
      sessionId,
      targetId: 'i-0123456789abcdef0',
      region: 'eu-west-1',
      sessionType: wishes.sessionType ?? 'Port',
      properties: wishes.properties ?? { portNumber: '5432', localPortNumber: '', type: 'LocalPortForwarding' },
      agentVersion: wishes.agentVersion ?? '3.3.987.0',
      ...(wishes.behaviour === undefined ? {} : { behaviour: wishes.behaviour }),
    })
    return {
      sessionId,
      targetId: 'i-0123456789abcdef0',
      region: 'eu-west-1',
      purpose: { for: 'forward', endpoint: { host: 'db.internal', port: 5432 } },
      pass: this.#passOf(granted),
      engine: { name: 'builtin' },
    }
  }

  recordingHost(sessionId: string): RecordingHost {
    const host: RecordingHost = {
      endpointProblems: [],
      events: [],
      recoveries: [],
      resumes: 0,
      passesAsked: 0,
      answerPass: null,
      renewPass: () => {
        host.passesAsked += 1
        if (host.answerPass !== null) return host.answerPass()
        const pass = this.gateway.resume(sessionId)
        return Promise.resolve(pass === null ? null : this.#passOf(pass))
      },
      credentials: () => Promise.resolve(null),
      generateDataKey: (request) => Promise.resolve({ ok: true, value: this.#generateDataKey(request) }),
      endpointFailed: (problem) => void host.endpointProblems.push(problem),
      resumed: () => void (host.resumes += 1),
      recovering: (recovery) => void host.recoveries.push(recovery),
      log: (_level, event) => void host.events.push(event),
    }
    return host
  }

  #passOf(granted: { readonly tokenValue: string; readonly streamUrl: string }): ChannelPass {
    const streamUrl = granted.streamUrl.replace(this.gateway.url, this.pathUrl ?? this.gateway.url)
    return { tokenValue: granted.tokenValue, streamUrl, upgradeHeaders: {}, network: direct }
  }

  /** A session that must start. */
  open(wishes: SessionWishes = {}): Promise<WorldSession> {
    return this.begin(createBuiltinEngine, wishes)
  }

  /** A session of any kind that must start. */
  async begin<S extends { stop(deadlineMs: number): Promise<void> }>(
    create: CreateStarter<S>,
    wishes: SessionWishes = {},
  ): Promise<{ readonly session: S; readonly host: RecordingHost }> {
    const grant = this.grant(wishes)
    const host = this.recordingHost(grant.sessionId)
    const settings = { resumeDelayMs: { first: 10, longest: 100 }, ...wishes.settings }
    const started = await create(settings)(grant, host, new AbortController().signal)
    if (!started.ok) throw new Error(JSON.stringify(started.error))
    this.#sessions.push(started.value)
    return { session: started.value, host }
  }

  /** A start that must fail, and its problem. */
  async refused(
    wishes: SessionWishes = {},
    signal = new AbortController().signal,
    grant = this.grant(wishes),
  ): Promise<Problem> {
    const started = await createBuiltinEngine(wishes.settings)(grant, this.recordingHost(grant.sessionId), signal)
    if (!started.ok) return started.error
    await started.value.stop(1_000)
    throw new Error('The session started')
  }

  async end(): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.stop(2_000)))
    for (const close of this.#closers) await close()
    await this.gateway.close()
  }
}
