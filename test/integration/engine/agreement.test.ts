import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Result } from '#contract/result.ts'
import type { SessionGrant } from '#contract/relay.ts'
import {
  type AnySession,
  type BuiltinSettings,
  createBuiltinEngine,
  createBuiltinSession,
} from '#relay/engine/builtin/index.ts'
import type { EngineHost } from '#relay/engine/engine.ts'
import { EngineWorld, type SessionWishes } from './engine-world.ts'
import { closed, readBytes, until } from './transfers.ts'

let world: EngineWorld

beforeEach(async () => {
  world = await EngineWorld.start()
  await world.serve((socket) => void socket.pipe(socket))
})

afterEach(async () => {
  await world.end()
})

type Stoppable = AnySession & { stop(deadlineMs: number): Promise<void> }

/** A session of the kind that its agent names, stopped with the world. */
function createAny(settings: Partial<BuiltinSettings>) {
  const start = createBuiltinSession(settings)
  return async (grant: SessionGrant, host: EngineHost, signal: AbortSignal): Promise<Result<Stoppable>> => {
    const started = await start(grant, host, signal)
    if (!started.ok) return started
    const { session } = started.value
    return { ok: true, value: { ...started.value, stop: (deadlineMs) => session.stop(deadlineMs) } }
  }
}

const begin = async (wishes: SessionWishes): Promise<AnySession> => (await world.begin(createAny, wishes)).session

const forwarding = { portNumber: '5432', localPortNumber: '15432', type: 'LocalPortForwarding' }
const remote = { ...forwarding, host: 'db.internal', localConnectionType: 'tcp' }
const encrypted = { kmsKeyId: 'arn:aws:kms:eu-west-1:1:key/k', kmsChallenge: 'required', firstOutputMs: 0 } as const

describe('what a session settled', () => {
  it.each([
    ['3.3.987.0', 'multiplexed', forwarding],
    ['3.3.987.0', 'multiplexed', remote],
    ['3.0.196.0', 'basic', forwarding],
  ])('with agent %s: a port, %s, and the properties of its document', async (agentVersion, mode, properties) => {
    const agreement = { sessionType: 'Port', properties, customerMessage: '' }
    const any = await begin({ agentVersion, properties })
    expect(any).toMatchObject({ kind: 'port', mode, agreement, session: { agentVersion, agreement } })
    const { session } = await world.begin(createBuiltinEngine, { agentVersion, properties })
    expect(session.agreement).toEqual(agreement)
  })

  it('says what the agent wants the user to read', async () => {
    const any = await begin({ behaviour: { customerMessage: 'Mind the gap.' } })
    expect(any.agreement.customerMessage).toBe('Mind the gap.')
  })

  it('is one connection for a document without a type', async () => {
    const any = await begin({ properties: { portNumber: '22' } })
    expect(any).toMatchObject({ kind: 'stdio', agreement: { sessionType: 'Port', properties: { portNumber: '22' } } })
    if (any.kind !== 'stdio') throw new Error(any.kind)
    const echo = readBytes(any.session.stream, 2)
    any.session.stream.write('ok')
    expect((await echo).toString()).toBe('ok')
  })

  it('is a standard shell, of an agent that is not known, without a handshake', async () => {
    const any = await begin({ sessionType: 'Standard_Stream', properties: {}, behaviour: { firstOutputMs: 0 } })
    expect(any).toMatchObject({
      kind: 'shell',
      agreement: { sessionType: 'Standard_Stream', properties: {}, customerMessage: '' },
      session: { agentVersion: null, customerMessage: '' },
    })
  })

  it('is an encrypted shell that says so', async () => {
    const any = await begin({ sessionType: 'Standard_Stream', properties: {}, behaviour: encrypted })
    expect(any).toMatchObject({
      kind: 'shell',
      agreement: { sessionType: 'Standard_Stream', customerMessage: 'This session is encrypted using AWS KMS.' },
      session: { agentVersion: '3.3.987.0', customerMessage: 'This session is encrypted using AWS KMS.' },
    })
  })

  it('is a command that shook hands', async () => {
    const properties = { commands: 'echo hello', separateOutputStream: 'true' }
    const any = await begin({ sessionType: 'NonInteractiveCommands', properties, behaviour: { firstOutputMs: 0 } })
    expect(any).toMatchObject({ kind: 'shell', agreement: { sessionType: 'NonInteractiveCommands' } })
    if (any.kind !== 'shell') throw new Error(any.kind)
    any.session.output.resume()
    await any.session.ended
    await until(() => any.session.output.destroyed)
  })

  it('is told of a port that refuses every connection', async () => {
    world.dialTarget = { kind: 'refused' }
    const any = await begin({ properties: forwarding })
    if (any.kind !== 'port') throw new Error(any.kind)
    await closed(await any.session.openStream())
    expect(any.agreement.sessionType).toBe('Port')
  })
})
