import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBuiltinStdio } from '#relay/engine/builtin/index.ts'
import { EngineWorld } from './engine-world.ts'
import { closed, get, put, readAll, readBytes, sha256, Store, until } from './transfers.ts'

const old = '3.0.196.0'

let world: EngineWorld
let store: Store

beforeEach(async () => {
  world = await EngineWorld.start()
  store = new Store()
})

afterEach(async () => {
  await world.end()
})

describe('an agent that does not multiplex', () => {
  it('carries one connection after the other, each whole', async () => {
    await world.serve(store.handle)
    const { session } = await world.open({ agentVersion: old })
    expect(session.agentVersion).toBe(old)
    for (const bytes of [1, 1_024, 500_000]) {
      const content = randomBytes(bytes)
      const up = await session.openStream()
      const answer = readBytes(up, 64)
      up.write(`PUT ${bytes}\n`)
      up.write(content)
      expect((await answer).toString()).toBe(sha256(content))
      up.destroy()
    }
  })

  it('lets the next wait until the one before is closed, and gives it no byte of it', async () => {
    await world.serve((socket) => {
      const greeting = setInterval(() => socket.write('x'.repeat(5_000)), 1)
      socket.on('close', () => clearInterval(greeting))
      socket.once('data', (first) => {
        if (first.toString() !== 'second') return
        clearInterval(greeting)
        socket.write('answer')
      })
    })
    const { session } = await world.open({ agentVersion: old, behaviour: { payloadBytes: 1_024, sleepMs: 1 } })
    const first = await session.openStream()
    await readBytes(first, 20_000)
    let opened = false
    const next = session.openStream().then((stream) => {
      opened = true
      return stream
    })
    await session.probe(5_000)
    expect(opened).toBe(false)
    await world.serve((socket) => void socket.once('data', () => socket.write('answer')))
    first.destroy()
    const second = await next
    const answer = readBytes(second, 6)
    second.write('second')
    expect((await answer).toString()).toBe('answer')
  })

  it('lets a server speak first, to the second connection too', async () => {
    await world.serve((socket) => void socket.write('220 ready'))
    const { session } = await world.open({ agentVersion: old })
    for (let count = 0; count < 2; count += 1) {
      const stream = await session.openStream()
      expect((await readBytes(stream, 9)).toString()).toBe('220 ready')
      stream.destroy()
    }
  })

  it('does not let the next wait out the grace of a client that has left', async () => {
    await world.serve((socket) => void socket.once('data', (asked) => socket.write(asked)))
    const { session } = await world.open({ agentVersion: old, settings: { halfCloseGraceMs: 3_600_000 } })
    const first = await session.openStream()
    const second = session.openStream()
    const third = session.openStream()
    first.resume().end('left')
    // Half-closed before anyone waits, or after: the turn passes on.
    const next = await second
    next.resume().end('left too')
    const last = await third
    last.resume().end('gone')
    const fourth = await session.openStream()
    const answer = readBytes(fourth, 6)
    fourth.write('fourth')
    expect((await answer).toString()).toBe('fourth')
  })

  it('lets a half-closed client that still gets data have all of it while others wait', async () => {
    const parts = 12
    await world.serve((socket) => {
      socket.once('data', () => {
        let sent = 0
        const sending = setInterval(() => {
          socket.write('part')
          sent += 1
          if (sent === parts) clearInterval(sending)
        }, 50)
        socket.on('close', () => clearInterval(sending))
      })
    })
    const { session } = await world.open({ agentVersion: old, settings: { halfCloseGraceMs: 3_600_000 } })
    const first = await session.openStream()
    const next = session.openStream()
    const answer = readAll(first)
    first.end('all of it')
    expect((await answer).toString()).toBe('part'.repeat(parts))
    await next
  })

  it('keeps an upload whole when the channel drops', async () => {
    await world.serve(store.handle)
    const { session, host } = await world.open({ agentVersion: old })
    const content = randomBytes(4_000_000)
    const stream = await session.openStream()
    const answer = readBytes(stream, 64)
    stream.write(`PUT ${content.length}\n`)
    stream.write(content)
    await session.probe(5_000)
    world.gateway.drop(session.sessionId)
    await until(() => host.resumes === 1)
    expect((await answer).toString()).toBe(sha256(content))
  })

  it('ends with the reason when the endpoint refuses, and closes who waits', async () => {
    const { session } = await world.open({ agentVersion: old })
    const stream = await session.openStream()
    const waiting = session.openStream()
    expect(await session.ended).toMatchObject({ code: 'ENDPOINT_REFUSED' })
    await Promise.all([closed(stream), closed(await waiting), closed(await session.openStream())])
  })

  it('delivers what was written before it stops', async () => {
    let received = 0
    await world.serve((socket) => void socket.on('data', (chunk) => (received += chunk.length)))
    const { session } = await world.open({ agentVersion: old })
    const stream = await session.openStream()
    stream.write(Buffer.alloc(300_000))
    await session.stop(5_000)
    await until(() => received === 300_000 && world.gateway.activeSessions().length === 0)
    expect(stream.destroyed).toBe(true)
  })
})

describe('a session that is one connection', () => {
  const properties = { portNumber: '22' }

  it('carries bytes both ways and ends with the server', async () => {
    await world.serve(store.handle)
    const { session } = await world.begin(createBuiltinStdio, { properties })
    const seen = await get(session.stream, 300_000)
    expect(seen).toBe(sha256(store.content.get(300_000) ?? Buffer.alloc(0)))
    expect(await session.ended).toMatchObject({ code: 'SESSION_ENDED' })
    const { session: other } = await world.begin(createBuiltinStdio, { properties })
    const content = randomBytes(300_000)
    expect(await put(other.stream, content)).toBe(sha256(content))
  })

  it('ends the session when its stream is destroyed', async () => {
    await world.serve((socket) => void socket.pipe(socket))
    const { session } = await world.begin(createBuiltinStdio, { properties })
    const echo = readBytes(session.stream, 1)
    session.stream.write('\n')
    expect((await echo).toString()).toBe('\n')
    session.stream.destroy()
    await until(() => world.gateway.activeSessions().length === 0)
  })

  it('hands over what came before the drop of a half-closed stream', async () => {
    await world.serve((socket) => {
      socket.once('data', () => socket.end('answer'))
    })
    const { session } = await world.begin(createBuiltinStdio, { properties })
    session.stream.end('question')
    expect((await readAll(session.stream)).toString()).toBe('answer')
  })
})
