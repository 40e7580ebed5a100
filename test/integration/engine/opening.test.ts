import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ListeningEnd, listeningEnd } from './closed-ends.ts'
import { EngineWorld } from './engine-world.ts'
import { until } from './transfers.ts'
import { direct } from '#test/support/direct-route.ts'

let world: EngineWorld
const ends: ListeningEnd[] = []

beforeEach(async () => {
  world = await EngineWorld.start()
})

afterEach(async () => {
  await world.end()
  for (const end of ends.splice(0)) await end.close()
})

async function endOf(greet?: (socket: Socket) => void): Promise<ListeningEnd> {
  const end = await listeningEnd(greet)
  ends.push(end)
  return end
}

/** A grant whose channel is somewhere else. */
function grantTo(streamUrl: string, upgradeHeaders: Readonly<Record<string, string>> = {}) {
  const grant = world.grant()
  return { ...grant, pass: { ...grant.pass, streamUrl, upgradeHeaders } }
}

const never = new AbortController().signal

describe('an address or header of which no request can be made', () => {
  it.each([
    ['not an address', {}],
    ['ftp://127.0.0.1/', {}],
    ['ws://127.0.0.1/#part', {}],
    ['ws://127.0.0.1/', { authorization: 'line\r\nfeed' }],
    ['ws://127.0.0.1/', { 'bad name': 'x' }],
  ])('%j with %j is reported, and its secrets are not', async (streamUrl, headers) => {
    const problem = await world.refused({}, never, grantTo(streamUrl, headers))
    expect(problem).toMatchObject({ code: 'DATA_CHANNEL_UNREACHABLE' })
    expect(JSON.stringify(problem)).not.toMatch(/feed|part/)
  })

  it('is retried when it comes with a resume', async () => {
    const { session, host } = await world.open()
    host.answerPass = () => {
      host.answerPass = null
      return Promise.resolve({ tokenValue: 'x', streamUrl: 'ftp://127.0.0.1/', upgradeHeaders: {}, network: direct })
    }
    world.gateway.drop(session.sessionId)
    await until(() => host.resumes === 1)
    expect(host.events.filter((event) => event === 'resume-failed')).toHaveLength(1)
  })
})

describe('a service that does not answer', () => {
  it('is waited for until the open timeout, and then left alone', async () => {
    const silent = await endOf()
    const grant = grantTo(`ws://127.0.0.1:${silent.port}/v1/data-channel/x`)
    const problem = await world.refused({ settings: { openTimeoutMs: 50 } }, never, grant)
    expect(problem).toMatchObject({
      code: 'DATA_CHANNEL_UNREACHABLE',
      details: { errorCode: 'ETIMEDOUT', afterMs: 50 },
    })
    await until(() => silent.open.size === 0)
  })

  it('can not win time with a drop now and then', async () => {
    const dripping = await endOf((socket) => {
      const drip = setInterval(() => socket.write('H'), 10)
      socket.once('close', () => clearInterval(drip))
    })
    const grant = grantTo(`ws://127.0.0.1:${dripping.port}/v1/data-channel/x`)
    const problem = await world.refused({ settings: { openTimeoutMs: 100 } }, never, grant)
    expect(problem).toMatchObject({ code: 'DATA_CHANNEL_UNREACHABLE' })
  })

  it('does not use up the time for the handshake', async () => {
    const problem = await world.refused({
      behaviour: { tamper: ({ direction }) => (direction === 'to-client' ? 'drop' : 'deliver') },
      settings: { handshakeTimeoutMs: 50, openTimeoutMs: 5_000 },
    })
    expect(problem).toMatchObject({ code: 'HANDSHAKE_TIMED_OUT' })
    const silent = await endOf()
    const grant = grantTo(`ws://127.0.0.1:${silent.port}/v1/data-channel/x`)
    const late = await world.refused({ settings: { handshakeTimeoutMs: 20, openTimeoutMs: 100 } }, never, grant)
    expect(late).toMatchObject({ code: 'DATA_CHANNEL_UNREACHABLE', details: { afterMs: 100 } })
  })
})

describe('a proxy', () => {
  const service = 'wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/x'
  const settings = { openTimeoutMs: 300 }
  const through = (proxy: ListeningEnd) => {
    const address = { scheme: 'http', host: '127.0.0.1', port: proxy.port, credentials: null } as const
    const grant = grantTo(service)
    return { ...grant, pass: { ...grant.pass, network: { proxy: address, roots: null } } }
  }

  it.each([403, 502])('that refuses with %i is named with its status', async (status) => {
    const proxy = await endOf((socket) => void socket.once('data', () => socket.write(`HTTP/1.1 ${status} No\r\n\r\n`)))
    const problem = await world.refused({ settings }, never, through(proxy))
    expect(problem).toMatchObject({ code: 'DATA_CHANNEL_UNREACHABLE', details: { status } })
    await until(() => proxy.open.size === 0)
  })

  it('that never answers costs the open timeout, and nothing stays behind', async () => {
    const proxy = await endOf()
    const problem = await world.refused({ settings }, never, through(proxy))
    expect(problem).toMatchObject({ code: 'DATA_CHANNEL_UNREACHABLE', details: { afterMs: 300 } })
    await until(() => proxy.open.size === 0)
  })

  it('that connects to nobody costs the open timeout too', async () => {
    const proxy = await endOf((socket) => void socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n')))
    const problem = await world.refused({ settings }, never, through(proxy))
    expect(problem).toMatchObject({ code: 'DATA_CHANNEL_UNREACHABLE', details: { afterMs: 300 } })
    await until(() => proxy.open.size === 0)
  })

  it('is left alone at once when the start is given up', async () => {
    const proxy = await endOf()
    const controller = new AbortController()
    const start = world.refused({ settings: { openTimeoutMs: 60_000 } }, controller.signal, through(proxy))
    await until(() => proxy.open.size === 1)
    controller.abort()
    expect(await start).toMatchObject({ code: 'SESSION_ENDED' })
    await until(() => proxy.open.size === 0)
  })
})
