import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { malformedMessages, type TamperedMessage } from '#sandbox/gateway/index.ts'
import { EngineWorld } from './engine-world.ts'
import { awaited, put, readBytes, sha256, Store, until } from './transfers.ts'

let world: EngineWorld

beforeEach(async () => {
  world = await EngineWorld.start()
})

afterEach(async () => {
  await world.end()
})

const isAcknowledgement = ({ direction, type }: TamperedMessage): boolean =>
  direction === 'to-agent' && type === 'acknowledge'

describe('what gets lost', () => {
  it('acknowledges a message again when the agent sends it again', { timeout: 10_000 }, async () => {
    await world.serve((socket) => void socket.pipe(socket))
    let lost = 0
    let acknowledgements = 0
    let arrivals = 0
    const { session } = await world.open({
      behaviour: {
        tamper: (message) => {
          if (message.direction === 'to-client' && message.type === 'output_stream_data') arrivals += 1
          if (!isAcknowledgement(message)) return 'deliver'
          acknowledgements += 1
          if (message.index < 3 || lost > 0) return 'deliver'
          lost += 1
          return 'drop'
        },
      },
    })
    const stream = await session.openStream()
    for (const letter of 'abc') {
      const echo = readBytes(stream, 1)
      stream.write(letter)
      expect((await echo).toString()).toBe(letter)
    }
    // Handshake request, handshake complete, three echoes, and one that came twice.
    await until(() => arrivals === 6)
    await until(() => acknowledgements === 6)
  })

  it('is sent again at once when the channel is back, without waiting for each', async () => {
    const store = new Store()
    await world.serve(store.handle)
    const swallowed: number[] = []
    const arrived: number[] = []
    let heard: number[] | null = null
    const { session, host } = await world.open({
      behaviour: {
        tamper: ({ direction, type, sequence }) => {
          if (heard === null || direction !== 'to-agent' || type !== 'input_stream_data') return 'deliver'
          heard.push(sequence)
          return heard === swallowed ? 'drop' : 'deliver'
        },
      },
    })
    const content = randomBytes(400_000)
    const stream = await session.openStream()
    heard = swallowed
    const upload = put(stream, content)
    await until(() => swallowed.length >= 40)
    world.gateway.drop(session.sessionId)
    heard = arrived
    expect(await upload).toBe(sha256(content))
    expect(host.resumes).toBe(1)
    // All of them come in one go, before anything new, whatever the timers of a busy machine sent besides.
    const lost = [...new Set(swallowed)]
    expect(arrived.slice(0, lost.length)).toEqual(lost)
  })
})

describe('stopping while the endpoint reads late', () => {
  it('lets the agent deliver what it holds before the session ends', async () => {
    let received = 0
    const bytes = 8_000_000
    const { promise: connected, resolve } = awaited<Socket>()
    await world.serve((socket) => {
      socket.pause()
      socket.on('data', (chunk) => (received += chunk.length))
      socket.on('end', () => socket.end())
      resolve(socket)
    })
    let answered = 0
    const { session } = await world.open({
      behaviour: {
        tamper: ({ direction, type }) => {
          if (direction === 'to-client' && type === 'acknowledge') answered += 1
          return 'deliver'
        },
      },
    })
    const stream = await session.openStream()
    stream.write(Buffer.alloc(bytes))
    const stopped = session.stop(20_000)
    const socket = await connected
    // The agent has it all, more than the kernel takes: the handshake's answer, the stream's opening and its bytes, its end.
    await until(() => answered >= 1 + Math.ceil((bytes + 8) / 1_016) + 1)
    socket.resume()
    await stopped
    await until(() => socket.readableEnded || socket.destroyed)
    expect(received).toBe(bytes)
  })
})

describe('what the service may do', () => {
  it('gives another address for the resume', async () => {
    await world.serve((socket) => void socket.pipe(socket))
    const { session, host } = await world.open({ behaviour: { resume: 'new-address' } })
    const stream = await session.openStream()
    for (let count = 1; count <= 2; count += 1) {
      world.gateway.drop(session.sessionId, 1_000)
      await until(() => host.resumes === count)
      const echo = readBytes(stream, 2)
      stream.write('ok')
      expect((await echo).toString()).toBe('ok')
    }
    expect(host.events).not.toContain('resume-failed')
  })

  it.each(malformedMessages)('sends a message that is %s, at the start and later', async (malformed) => {
    await world.serve((socket) => void socket.pipe(socket))
    const { session } = await world.open({ behaviour: { malformed: [malformed] } })
    const stream = await session.openStream()
    for (let count = 0; count < 2; count += 1) {
      const echo = readBytes(stream, 2)
      stream.write('ok')
      expect((await echo).toString()).toBe('ok')
      expect(world.gateway.sendMalformed(session.sessionId, malformed)).toBe(true)
    }
  })

  it('pauses and starts again, and nothing is lost', async () => {
    const store = new Store()
    await world.serve(store.handle)
    const { session } = await world.open()
    const content = randomBytes(1_000_000)
    const upload = put(await session.openStream(), content)
    world.gateway.publication(session.sessionId, 'pause')
    await session.probe(5_000)
    world.gateway.publication(session.sessionId, 'start')
    expect(await upload).toBe(sha256(content))
  })
})
