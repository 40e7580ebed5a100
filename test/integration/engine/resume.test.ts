import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBuiltinEngine } from '#relay/engine/builtin/index.ts'
import { EngineWorld, type WorldSession } from './engine-world.ts'
import { FreezingPath } from './freezing-path.ts'
import { awaited, closed, get, put, readBytes, sha256, Store, until } from './transfers.ts'
import { direct } from '#test/support/direct-route.ts'

const size = 8_000_000

let world: EngineWorld
let store: Store

beforeEach(async () => {
  world = await EngineWorld.start()
  store = new Store()
  await world.serve(store.handle)
})

afterEach(async () => {
  await world.end()
})

/** Drops the channel `times` times, each time after it was resumed. */
async function dropRepeatedly({ session, host }: WorldSession, times: number, code?: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await session.probe(5_000)
    expect(world.gateway.drop(session.sessionId, code)).toBe(true)
    await until(() => host.resumes > count)
  }
}

describe('resuming', () => {
  it.each([
    ['drops without a word', undefined],
    ['is closed with 1000 Bye', 1_000],
  ])('keeps an upload whole when the channel %s', async (_name, code) => {
    const opened = await world.open()
    const content = randomBytes(size)
    const upload = put(await opened.session.openStream(), content)
    await dropRepeatedly(opened, 3, code)
    expect(await upload).toBe(sha256(content))
    expect(opened.host.passesAsked).toBe(3)
  })

  it('keeps a download whole', async () => {
    // The agent has no window and repairs a gap by one message each 100 ms, so it must not send much into the gap.
    const opened = await world.open({ behaviour: { payloadBytes: 1_024, sleepMs: 1 } })
    const download = get(await opened.session.openStream(), 400_000)
    await dropRepeatedly(opened, 3)
    expect(await download).toBe(sha256(store.content.get(400_000) ?? Buffer.alloc(0)))
  })

  it('keeps bytes whole when messages are lost, doubled and out of order', async () => {
    const opened = await world.open({
      behaviour: {
        tamper: ({ index }) => {
          if (index < 10) return 'deliver'
          if (index % 211 === 0) return 'drop'
          if (index % 97 === 0) return 'duplicate'
          return index % 53 === 0 ? 'swap' : 'deliver'
        },
      },
    })
    const content = randomBytes(500_000)
    expect(await put(await opened.session.openStream(), content)).toBe(sha256(content))
    expect(await get(await opened.session.openStream(), 500_000)).toBe(
      sha256(store.content.get(500_000) ?? Buffer.alloc(0)),
    )
  })

  it('takes what is written during the gap', async () => {
    await world.serve((socket) => void socket.pipe(socket))
    const { session, host } = await world.open()
    const stream = await session.openStream()
    const gate = awaited<null>()
    host.answerPass = async () => {
      await gate.promise
      host.answerPass = null
      return host.renewPass()
    }
    world.gateway.drop(session.sessionId)
    await until(() => host.passesAsked > 0)
    const answer = readBytes(stream, 5)
    stream.write('hello')
    const opensMeanwhile = await session.openStream()
    const second = readBytes(opensMeanwhile, 2)
    opensMeanwhile.write('me')
    gate.resolve(null)
    expect((await answer).toString()).toBe('hello')
    expect((await second).toString()).toBe('me')
  })

  it('goes on asking while passes do not open the channel', async () => {
    await world.serve((socket) => void socket.pipe(socket))
    const { session, host } = await world.open()
    const stream = await session.openStream()
    const unusable = {
      tokenValue: 'x',
      streamUrl: `${world.gateway.url}/v1/data-channel/nobody`,
      upgradeHeaders: {},
      network: direct,
    }
    host.answerPass = () =>
      Promise.resolve(host.passesAsked > 3 ? ((host.answerPass = null), host.renewPass()) : unusable)
    world.gateway.drop(session.sessionId)
    await until(() => host.resumes === 1)
    expect(host.events.filter((event) => event === 'resume-failed')).toHaveLength(3)
    const answer = readBytes(stream, 5)
    stream.write('hello')
    expect((await answer).toString()).toBe('hello')
  })

  it('does not wait long for a connection that stays open after the goodbye', async () => {
    await world.serve((socket) => void socket.pipe(socket))
    const path = await FreezingPath.to(world.gateway.url, 'keep-open')
    world.pathUrl = path.url
    const { session, host } = await world.open({ settings: { closeTimeoutMs: 50 } })
    const stream = await session.openStream()
    world.gateway.drop(session.sessionId, 1_000)
    await until(() => host.resumes === 1)
    const answer = readBytes(stream, 5)
    stream.write('hello')
    expect((await answer).toString()).toBe('hello')
    await session.stop(1_000)
    await path.close()
  }, 8_000)

  it('goes on when another drop comes before the agent was heard', async () => {
    const { session, host } = await world.open({ settings: { resumeDelayMs: { first: 1, longest: 5 } } })
    const content = randomBytes(1_000_000)
    const upload = put(await session.openStream(), content)
    for (let count = 1; count <= 5; count += 1) {
      // Not before the gateway has read whose socket it is.
      await until(() => world.gateway.drop(session.sessionId, count % 2 === 0 ? 1_000 : undefined))
      await until(() => host.resumes === count)
    }
    expect(await upload).toBe(sha256(content))
    expect(host.passesAsked).toBe(5)
  })

  it('is told of, also amid the handshake', async () => {
    const { session, host } = await world.open({ behaviour: { byeAfterMessages: 1 } })
    expect([host.passesAsked, host.resumes > 0]).toEqual([host.resumes, true])
    expect(await get(await session.openStream(), 100)).toBe(sha256(store.content.get(100) ?? Buffer.alloc(0)))
  })

  it.each([
    ['with the handshake’s time', 'HANDSHAKE_TIMED_OUT', 300],
    ['when the start is given up', 'SESSION_ENDED', 60_000],
  ])('ends amid the handshake %s', async (_when, code, handshakeTimeoutMs) => {
    const grant = world.grant({ behaviour: { byeAfterMessages: 1 } })
    const host = world.recordingHost(grant.sessionId)
    host.answerPass = () => new Promise(() => undefined)
    const over = new AbortController()
    const starting = createBuiltinEngine({ handshakeTimeoutMs })(grant, host, over.signal)
    await until(() => host.passesAsked === 1)
    if (code === 'SESSION_ENDED') over.abort()
    expect(await starting).toMatchObject({ ok: false, error: { code } })
    expect([host.passesAsked, host.resumes]).toEqual([1, 0])
  })

  it('is given up without a pass, also amid the handshake', async () => {
    const problem = await world.refused({ behaviour: { byeAfterMessages: 1, resume: 'without-token' } })
    expect(problem).toMatchObject({ code: 'DATA_CHANNEL_UNREACHABLE', details: { closeCode: 1_000 } })
  })

  it.each([
    ['comes back', true],
    ['does not come back', false],
  ])('is waited for, for half of the deadline, when a stop has data to deliver: it %s', async (_how, comesBack) => {
    let received = 0
    await world.serve((socket) => void socket.on('data', (chunk) => (received += chunk.length)))
    const { session, host } = await world.open()
    const stream = await session.openStream()
    stream.write('a')
    await until(() => received === 1)
    let answer: () => void = () => {}
    host.answerPass = () =>
      new Promise((resolve) => {
        answer = () => {
          host.answerPass = null
          resolve(host.renewPass())
        }
      })
    world.gateway.drop(session.sessionId)
    await until(() => host.passesAsked === 1)
    stream.write(Buffer.alloc(50_000))
    const stopped = session.stop(comesBack ? 20_000 : 200)
    if (comesBack) answer()
    await stopped
    if (comesBack) await until(() => received === 50_001)
    expect([received, stream.destroyed]).toEqual([comesBack ? 50_001 : 1, true])
  })

  it('ends as expired without a pass, and destroys the streams', async () => {
    const { session, host } = await world.open()
    const stream = await session.openStream()
    host.answerPass = () => Promise.resolve(null)
    world.gateway.drop(session.sessionId)
    expect(await session.ended).toMatchObject({ code: 'SESSION_EXPIRED' })
    expect(stream.destroyed).toBe(true)
    await closed(stream)
    expect(host.passesAsked).toBe(1)
  })
})

describe('the end of a session', () => {
  it.each([
    ['', 'SESSION_ENDED'],
    ['Forwarding to IP address 10.0.0.1 is forbidden.', 'ENDPOINT_FORBIDDEN'],
    ['Session timed out after being idle', 'SESSION_EXPIRED'],
  ])('reads the reason %j as %s', async (output, code) => {
    const { session } = await world.open()
    const stream = await session.openStream()
    world.gateway.terminate(session.sessionId, output)
    expect(await session.ended).toMatchObject({ code })
    expect(stream.destroyed).toBe(true)
    const late = await session.openStream()
    await closed(late)
  })
})
