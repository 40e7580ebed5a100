import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EngineWorld } from './engine-world.ts'
import { FreezingPath } from './freezing-path.ts'
import { closed, readBytes, until } from './transfers.ts'

let world: EngineWorld

beforeEach(async () => {
  world = await EngineWorld.start()
})

afterEach(async () => {
  await world.end()
})

/** How many sockets and timers this process holds; gateway and engine are both in it. */
function resourceCount(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap' || name === 'Timeout').length
}

/** Does the same five times: whatever a round leaves behind for good would add up. */
async function expectNothingLeft(round: () => Promise<void>): Promise<void> {
  await round()
  await until(() => world.gateway.activeSessions().length === 0)
  const after = resourceCount()
  for (let count = 0; count < 5; count += 1) await round()
  await until(() => resourceCount() <= after)
}

describe('starting', () => {
  it('sends the headers of the pass with the upgrade', async () => {
    const grant = world.grant()
    const signed = { ...grant, pass: { ...grant.pass, upgradeHeaders: { authorization: 'AWS4-HMAC-SHA256 x' } } }
    await expect(world.refused({}, AbortSignal.abort(), signed)).resolves.toMatchObject({ code: 'SESSION_ENDED' })
    expect(world.upgradeHeaders).toEqual([])
    const controller = new AbortController()
    const start = world.refused({}, controller.signal, signed)
    await until(() => world.upgradeHeaders.length > 0)
    controller.abort()
    expect(await start).toMatchObject({ code: 'SESSION_ENDED' })
    expect(world.upgradeHeaders[0]?.['authorization']).toBe('AWS4-HMAC-SHA256 x')
  })

  it.each([
    [403, 'DATA_CHANNEL_REFUSED'],
    [429, 'THROTTLED'],
    [503, 'DATA_CHANNEL_UNREACHABLE'],
  ])('reports a refused upgrade with %i', async (status, code) => {
    expect(await world.refused({ behaviour: { refuseUpgrade: status } })).toMatchObject({ code, details: { status } })
  })

  it('reports a used token with the close code', async () => {
    const grant = world.grant()
    const first = world.refused({}, undefined, { ...grant, pass: { ...grant.pass, tokenValue: 'wrong' } })
    expect(await first).toMatchObject({ code: 'DATA_CHANNEL_REFUSED', details: { closeCode: 1_008 } })
  })

  it('reports an unreachable service', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const grant = world.grant()
    const problem = await world.refused({}, undefined, {
      ...grant,
      pass: { ...grant.pass, streamUrl: `ws://127.0.0.1:${port}/v1/data-channel/x` },
    })
    expect(problem).toMatchObject({ code: 'DATA_CHANNEL_UNREACHABLE', details: { errorCode: 'ECONNREFUSED' } })
  })

  it('names a document that forwards no port', async () => {
    expect(await world.refused({ properties: { portNumber: '22' } })).toMatchObject({ code: 'DOCUMENT_INVALID' })
  })

  it('does not wait for ever for a handshake', async () => {
    const behaviour = {
      tamper: ({ direction }: { direction: string }) => (direction === 'to-client' ? 'drop' : 'deliver'),
    } as const
    const problem = await world.refused({ behaviour, settings: { handshakeTimeoutMs: 50 } })
    expect(problem).toMatchObject({ code: 'HANDSHAKE_TIMED_OUT', details: { step: 'request' } })
  })

  it('can be given up at any time, and leaves nothing', async () => {
    await expectNothingLeft(async () => {
      const controller = new AbortController()
      const asked = world.upgradeHeaders.length
      const start = world.refused({ behaviour: { delayMs: 50 } }, controller.signal)
      await until(() => world.upgradeHeaders.length > asked)
      controller.abort()
      expect(await start).toMatchObject({ code: 'SESSION_ENDED' })
      for (const sessionId of world.gateway.activeSessions()) world.gateway.terminate(sessionId)
    })
  })
})

describe('stopping', () => {
  it('delivers what was written, ends the session at the service, and leaves nothing', async () => {
    let received = 0
    await world.serve((socket) => {
      socket.on('data', (chunk) => (received += chunk.length))
      socket.on('end', () => socket.end())
    })
    await expectNothingLeft(async () => {
      received = 0
      const { session } = await world.open()
      const stream = await session.openStream()
      stream.write(Buffer.alloc(300_000, 'x'))
      const idle = await session.openStream()
      await session.stop(5_000)
      expect(stream.destroyed && idle.destroyed).toBe(true)
      await Promise.all([closed(stream), closed(idle)])
      expect(received).toBe(300_000)
      await until(() => world.gateway.activeSessions().length === 0)
    })
  })

  it('keeps its deadline when the agent answers nothing', async () => {
    let mute = false
    const { session } = await world.open({ behaviour: { tamper: () => (mute ? 'drop' : 'deliver') } })
    const stream = await session.openStream()
    mute = true
    stream.write('x')
    const startedAt = performance.now()
    await session.stop(300)
    expect(performance.now() - startedAt).toBeLessThan(450)
  })

  it('keeps the shorter deadline when it is told twice, at any step', async () => {
    let mute = false
    const { session } = await world.open({ behaviour: { tamper: () => (mute ? 'drop' : 'deliver') } })
    const stream = await session.openStream()
    mute = true
    stream.write('x')
    const startedAt = performance.now()
    const patient = session.stop(60_000)
    await Promise.all([session.stop(200), patient])
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    const path = await FreezingPath.to(world.gateway.url)
    world.pathUrl = path.url
    const { session: other } = await world.open()
    path.freeze()
    const closing = other.stop(60_000)
    await other.stop(50)
    await closing
    await path.close()
  })

  it('stops while it tries to resume, without another pass', async () => {
    const { session, host } = await world.open()
    host.answerPass = () => new Promise(() => undefined)
    world.gateway.drop(session.sessionId)
    await until(() => host.passesAsked === 1)
    await session.stop(5_000)
    let ended = false
    void session.ended.then(() => (ended = true))
    await session.stop(5_000)
    expect({ ended, passes: host.passesAsked }).toEqual({ ended: false, passes: 1 })
  })
})

describe('probing', () => {
  it('measures the way to the service', async () => {
    const { session } = await world.open()
    const elapsed = await session.probe(5_000)
    expect(elapsed).toBeGreaterThan(0)
    expect(elapsed).toBeLessThan(1_000)
  })

  it('says that the channel is being replaced while there is none', async () => {
    const { session, host } = await world.open()
    host.answerPass = () => new Promise(() => undefined)
    world.gateway.drop(session.sessionId)
    await until(() => host.passesAsked === 1)
    expect(await session.probe(30)).toBe('replacing')
  })
})

describe('a connection that falls silent', () => {
  let path: FreezingPath

  beforeEach(async () => {
    path = await FreezingPath.to(world.gateway.url)
    world.pathUrl = path.url
    await world.serve((socket) => void socket.pipe(socket))
  })

  afterEach(async () => {
    await path.close()
  })

  async function echoes(stream: Duplex): Promise<string> {
    const answer = readBytes(stream, 2)
    stream.write('ok')
    return (await answer).toString()
  }

  it('is given up by a probe without an answer, and replaced', async () => {
    const { session, host } = await world.open()
    const stream = await session.openStream()
    expect(await echoes(stream)).toBe('ok')
    path.freeze()
    expect(await session.probe(50)).toBe('replacing')
    await until(() => host.resumes === 1)
    expect(await echoes(stream)).toBe('ok')
  })

  it('is noticed without a probe, by unanswered pings', async () => {
    const { session, host } = await world.open({ settings: { pingIntervalMs: 250 } })
    const stream = await session.openStream()
    expect(await echoes(stream)).toBe('ok')
    path.freeze()
    const late = echoes(stream)
    await until(() => host.resumes === 1)
    expect(await late).toBe('ok')
    expect(host.events).toContain('channel-silent')
  })
})
