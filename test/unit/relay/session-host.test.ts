import { sampleFailure, sampleProblem } from '../../support/sample-problems.ts'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ok } from '#domain/result.ts'
import type { RelayFact, SessionGrant } from '#contract/relay.ts'
import type { EngineHost, Engines, ShellSession, StartShell } from '#relay/engine/engine.ts'
import { SessionPool, type PoolDoor } from '#relay/pool/session-pool.ts'
import { SessionHost } from '#relay/session-host/session-host.ts'
import { forwardOnly } from '#test/support/straight-engine.ts'
import { sessionOf } from './idle-session.ts'
import { grantFor } from '#test/support/grants.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

const quietDoor: PoolDoor = { callWaiting: () => {}, moveFromMute: () => {}, closeClientsOf: () => {} }

function hostOver(engines: Engines): { readonly host: SessionHost; readonly facts: RelayFact[] } {
  const facts: RelayFact[] = []
  const host = new SessionHost({ engines, clock: new ManualClock(), send: (fact) => facts.push(fact) })
  return { host, facts }
}

const grant = grantFor({ port: 1, sessionId: 'ada-1' })

describe('a session that is over as soon as it is ready', () => {
  it('is told as failed, with its own reason, and carries nobody', async () => {
    const over = sessionOf({ ended: Promise.resolve(sampleProblem('SESSION_DROPPED')) })
    const { host, facts } = hostOver(forwardOnly(async () => ok(over)))
    const pool = new SessionPool({ host, clock: new ManualClock(), door: () => quietDoor, isBulk: () => false })
    const started = host.start(grant)
    pool.serve(host.find('ada-1')!)
    await started
    expect(facts.map(({ type }) => type)).toEqual(['session-failed'])
    expect(facts[0]).toMatchObject({ sessionId: 'ada-1', problem: { code: 'SESSION_DROPPED' } })
    expect(pool.source()).toBeNull()
    expect(host.find('ada-1')).toBeNull()
  })
})

describe('a session that is being stopped', () => {
  it('is waited for by whoever stops it again or closes its door meanwhile', async () => {
    let stopped = (): void => {}
    const slow = sessionOf({ stop: () => new Promise((resolve) => (stopped = resolve)) })
    const { host, facts } = hostOver(forwardOnly(async () => ok(slow)))
    const pool = new SessionPool({ host, clock: new ManualClock(), door: () => quietDoor, isBulk: () => false })
    const started = host.start(grant)
    pool.serve(host.find('ada-1')!)
    await started
    const told: string[] = []
    const all = [
      host.stop('ada-1', 1_000).then(() => told.push('first')),
      host.stop('ada-1', 1_000).then(() => told.push('second')),
      pool.close(1_000).then(() => told.push('closed')),
    ]
    await new Promise(setImmediate)
    expect(told).toEqual([])
    expect(pool.source()).toBeNull()
    stopped()
    await Promise.all(all)
    expect(told.toSorted()).toEqual(['closed', 'first', 'second'])
    expect(facts.filter(({ type }) => type === 'session-stopped')).toHaveLength(1)
  })
})

describe('a termination', () => {
  it('is answered to a session that is being stopped, by its id', async () => {
    const told: string[] = []
    const { host, facts } = hostOver(
      forwardOnly(async ({ sessionId }, engineHost) => {
        const terminate = async (): Promise<void> => engineHost.terminate?.()
        return ok(sessionOf({ sessionId, stop: () => terminate().then(() => void told.push(sessionId)) }))
      }),
    )
    const ids = ['ada-1', 'ada-2']
    await Promise.all(ids.map((sessionId) => host.start(grantFor({ port: 1, sessionId }))))
    void Promise.all(ids.map((sessionId) => host.stop(sessionId, 100)))
    expect(facts.filter(({ type }) => type === 'termination-needed')).toHaveLength(2)
    host.answerTermination('ada-2')
    await new Promise(setImmediate)
    expect(told).toEqual(['ada-2'])
    expect(facts.filter(({ type }) => type === 'session-stopped')).toMatchObject([{ sessionId: 'ada-2' }])
    host.answerTermination('ada-1')
    await new Promise(setImmediate)
    expect(told).toEqual(['ada-2', 'ada-1'])
  })

  it('is answered to a session that lives, too', async () => {
    const hosts: EngineHost[] = []
    const { host } = hostOver(forwardOnly(async (_grant, engineHost) => (hosts.push(engineHost), ok(sessionOf()))))
    await host.start(grant)
    let isAnswered = false
    void hosts[0]!.terminate!().then(() => (isAnswered = true))
    host.answerTermination('ada-1')
    await new Promise(setImmediate)
    expect(isAnswered).toBe(true)
  })
})

describe('a stop', () => {
  it('of a session that is not there is answered all the same', async () => {
    const { host, facts } = hostOver(forwardOnly(async () => ok(sessionOf())))
    await host.stop('nobody', 100)
    expect(facts).toEqual([{ type: 'session-stopped', sessionId: 'nobody' }])
  })
})

describe('a check', () => {
  it('leaves a session alone that is being resumed, and asks it again once it is', async () => {
    const hosts: EngineHost[] = []
    const alive = sessionOf({ probe: async () => 7 })
    const { host, facts } = hostOver(forwardOnly(async (_grant, engineHost) => (hosts.push(engineHost), ok(alive))))
    await host.start(grant)
    void hosts[0]!.renewPass()
    await host.check()
    expect(facts.at(-1)).toEqual({ type: 'session-resuming', sessionId: 'ada-1' })
    host.answerPass('ada-1', grant.pass)
    hosts[0]!.resumed()
    await host.check()
    expect(facts.at(-1)).toEqual({ type: 'session-alive', sessionId: 'ada-1', latencyMs: 7 })
  })

  it('is not waited for to tell that the agent is away: nothing is carried until it is back', async () => {
    const hosts: EngineHost[] = []
    const alive = sessionOf({ probe: async () => 7 })
    const { host, facts } = hostOver(forwardOnly(async (_grant, engineHost) => (hosts.push(engineHost), ok(alive))))
    const started = host.start(grant)
    hosts[0]!.agentIs!('away')
    await started
    expect(facts.map(({ type }) => type)).toEqual(['session-ready'])
    hosts[0]!.agentIs!('away')
    hosts[0]!.agentIs!('there')
    expect(facts.slice(1).filter(({ type }) => type !== 'log')).toEqual([
      { type: 'session-resuming', sessionId: 'ada-1' },
      { type: 'session-alive', sessionId: 'ada-1', latencyMs: null },
    ])
  })

  it('takes no service’s answer for the agent’s: one that is silent, or away, is told as that until it is heard', async () => {
    const hosts: EngineHost[] = []
    const alive = sessionOf({ probe: async () => 7 })
    const { host, facts } = hostOver(forwardOnly(async (_grant, engineHost) => (hosts.push(engineHost), ok(alive))))
    await host.start(grant)
    const checked = async (): Promise<unknown> => {
      await host.check()
      return facts.at(-1)?.type
    }
    hosts[0]!.agentIs!('silent')
    expect(facts.at(-1)).toEqual({ type: 'session-silent', sessionId: 'ada-1' })
    expect(await checked()).toBe('session-silent')
    hosts[0]!.agentIs!('away')
    expect(await checked()).toBe('session-resuming')
    hosts[0]!.agentIs!('there')
    expect(await checked()).toBe('session-alive')
  })

  it('keeps a session whose channel does not answer and is being replaced', async () => {
    const silent = sessionOf({ probe: async () => 'replacing' })
    const { host, facts } = hostOver(forwardOnly(async () => ok(silent)))
    await host.start(grant)
    await host.check()
    expect(facts.at(-1)).toEqual({ type: 'session-resuming', sessionId: 'ada-1' })
    expect(host.find('ada-1')).not.toBeNull()
  })
})

describe('a session that serves a door', () => {
  it('serves no other one, and stays with its own', async () => {
    const { host } = hostOver(forwardOnly(async () => ok(sessionOf())))
    const [own, other] = [1, 2].map(
      () => new SessionPool({ host, clock: new ManualClock(), door: () => quietDoor, isBulk: () => false }),
    )
    const started = host.start(grant)
    const session = host.find('ada-1')!
    own!.serve(session)
    await started
    other!.serve(session)
    expect(other!.source()).toBeNull()
    await other!.close(100)
    expect(own!.source()).toBe(session)
    await own!.close(100)
    expect(own!.source()).toBeNull()
    expect(host.find('ada-1')).toBeNull()
  })
})

describe('a start', () => {
  it('of a session that is there already is ignored, while it starts and afterwards', async () => {
    let starts = 0
    const { host, facts } = hostOver(forwardOnly(async () => ((starts += 1), ok(sessionOf()))))
    const first = host.start(grant)
    const session = host.find('ada-1')
    await Promise.all([first, host.start(grant)])
    await host.start(grant)
    expect(starts).toBe(1)
    expect(host.find('ada-1')).toBe(session)
    expect(facts.map(({ type }) => type)).toEqual(['session-ready'])
  })

  it('that throws is told as a bug of ours', async () => {
    const { host, facts } = hostOver(forwardOnly(() => Promise.reject(new Error('oh'))))
    await host.start(grant)
    expect(facts).toMatchObject([{ type: 'session-failed', problem: { code: 'INTERNAL', details: { said: 'oh' } } }])
  })

  it('is refused once the host is closed', async () => {
    const { host, facts } = hostOver(forwardOnly(async () => ok(sessionOf())))
    await host.close(100)
    await host.start(grant)
    expect(facts).toMatchObject([{ type: 'session-failed', problem: { code: 'SESSION_ENDED' } }])
  })
})

describe('a shell', () => {
  const shellGrant: SessionGrant = { ...grant, purpose: { for: 'shell', program: 'command' } }

  function shellHost() {
    const asked: { host: EngineHost; program: string | undefined }[] = []
    const stops: number[] = []
    const probes: number[] = []
    const shell: ShellSession = {
      sessionId: 'ada-1',
      agentVersion: '3.3.987.0',
      customerMessage: '',
      output: new PassThrough(),
      exitCode: null,
      write: () => true,
      resize: () => {},
      probe: async (timeoutMs) => (probes.push(timeoutMs), 1),
      ended: new Promise(() => {}),
      stop: async (deadlineMs) => void stops.push(deadlineMs),
    }
    const start: StartShell = async (_grant, host, _signal, wishes) => {
      asked.push({ host, program: wishes?.program })
      return ok(shell)
    }
    const engines = forwardOnly(async () => sampleFailure('INTERNAL'))
    const withShell: Engines = { ...engines, builtin: { ...engines.builtin, shell: start } }
    return { ...hostOver(withShell), shell, asked, stops, probes }
  }

  it('is started by what its grant says, beside no door, and can be taken by whoever shows it', async () => {
    const { host, facts, shell, asked } = shellHost()
    await host.start(shellGrant)
    expect(asked.map(({ program }) => program)).toEqual(['command'])
    expect(facts).toMatchObject([{ type: 'session-ready', sessionId: 'ada-1', agentVersion: '3.3.987.0' }])
    expect(host.find('ada-1')?.carrier).toEqual({ for: 'shell', session: shell })
  })

  it('asks the same questions as any session, and hears the answers', async () => {
    const { host, facts, asked } = shellHost()
    await host.start(shellGrant)
    const engine = asked[0]!.host
    const request = { keyId: 'alias/sessions', bytes: 64, context: { 'aws:ssm:SessionId': 'ada-1' } }
    const [pass, key, other] = [engine.renewPass(), engine.generateDataKey!(request), engine.generateDataKey!(request)]
    const questions = facts.filter((fact) => fact.type === 'data-key-needed')
    expect(questions).toMatchObject([{ sessionId: 'ada-1', ...request }, { sessionId: 'ada-1' }])
    host.answerPass('ada-1', grant.pass)
    expect(await pass).toEqual(grant.pass)
    const made = ok({ plaintext: Buffer.alloc(64, 1), ciphertext: Buffer.alloc(8) })
    host.answerDataKey('ada-1', questions[0]!.requestId, made)
    expect(await key).toEqual(made)
    await host.stop('ada-1', 100)
    expect(await other).toMatchObject({ ok: false, error: { code: 'SESSION_ENDED' } })
    expect(await engine.renewPass()).toBeNull()
  })

  it('counts as used, so that a check without a way to ask leaves it alone', async () => {
    const { host, facts, probes } = shellHost()
    await host.start(shellGrant)
    await host.check()
    expect(facts.at(-1)).toEqual({ type: 'session-alive', sessionId: 'ada-1', latencyMs: null })
    // A channel that is gone is found out all the same, and resumed.
    expect(probes).toEqual([2_000])
  })

  it('is stopped with everything else', async () => {
    const { host, facts, stops } = shellHost()
    await host.start(shellGrant)
    await host.close(500)
    expect(stops).toEqual([500])
    expect(facts.at(-1)).toEqual({ type: 'session-stopped', sessionId: 'ada-1' })
  })
})
