import { sampleFailure } from './sample-problems.ts'
import { connect, type Socket } from 'node:net'
import { ok, fail } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { Engine, EngineHost, Engines, EngineSession, StartEngine } from '#relay/engine/engine.ts'

/** A session of the stand-in engine, in the test's hands. */
export interface StraightSession {
  readonly grant: SessionGrant
  readonly host: EngineHost
  readonly streams: ReadonlySet<Socket>
  /** Ends the session as a lost data channel would. */
  end(problem: Problem): void
  /** What `probe` answers from now on. */
  answerProbe(answer: number | null | 'unknown'): void
  stopped: boolean
  /** What its stop waits for, from now on. */
  stopWith(stop: () => Promise<void> | undefined): void
}

/** An engine without Systems Manager: a stream is a TCP connection to the grant's endpoint on this machine. */
export interface StraightEngine {
  readonly start: StartEngine
  readonly sessions: StraightSession[]
  /** Sessions started from now on wait until `letStart` is called. */
  holdStarts(): void
  letStart(): void
}

export function createStraightEngine(): StraightEngine {
  const sessions: StraightSession[] = []
  let gate: Promise<void> = Promise.resolve()
  let open: () => void = () => {}
  const start: StartEngine = async (grant, host, signal) => {
    await Promise.race([gate, new Promise((resolve) => signal.addEventListener('abort', resolve))])
    if (signal.aborted) return sampleFailure('SESSION_ENDED')
    const { session, control } = createSession(grant, host)
    sessions.push(control)
    return ok(session)
  }
  return {
    start,
    sessions,
    holdStarts() {
      gate = new Promise((resolve) => (open = resolve))
    },
    letStart: () => open(),
  }
}

function createSession(grant: SessionGrant, host: EngineHost): { session: EngineSession; control: StraightSession } {
  const streams = new Set<Socket>()
  let stop: () => Promise<void> | undefined = () => undefined
  let probeAnswer: number | null | 'unknown' = 1
  let end: (problem: Problem) => void = () => {}
  const ended = new Promise<Problem>((resolve) => (end = resolve))
  const destroyStreams = (): void => {
    for (const stream of streams) stream.destroy()
  }
  const control: StraightSession = {
    grant,
    host,
    streams,
    stopped: false,
    stopWith(given) {
      stop = given
    },
    end(problem) {
      destroyStreams()
      end(problem)
    },
    answerProbe(answer) {
      probeAnswer = answer
    },
  }
  const session: EngineSession = {
    sessionId: grant.sessionId,
    agentVersion: '3.3.987.0',
    ended,
    openStream: async () => openTcp(endpointPortOf(grant), streams),
    probe: async () => probeAnswer,
    stop: async () => {
      control.stopped = true
      await stop()
      destroyStreams()
    },
  }
  return { session, control }
}

function endpointPortOf({ purpose }: SessionGrant): number {
  if (purpose.for !== 'forward') throw new Error(`a ${purpose.for} has no endpoint`)
  return purpose.endpoint.port
}

function openTcp(port: number, streams: Set<Socket>): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true })
    streams.add(socket)
    socket.once('close', () => streams.delete(socket))
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

/** The engine under both names, for tests that only forward. */
export function forwardOnly(forward: StartEngine): Engines {
  const refuse: Engine['shell'] & Engine['stdio'] = async () =>
    fail('ENGINE_FAILED', { reason: 'not-started', said: 'forwards only' })
  const engine = { forward, shell: refuse, stdio: refuse }
  return { builtin: { ...engine, name: 'builtin' }, plugin: { ...engine, name: 'plugin' } }
}
