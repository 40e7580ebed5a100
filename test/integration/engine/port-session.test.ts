import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EngineWorld } from './engine-world.ts'
import { awaited, closed, get, put, readAll, readBytes, sha256, Store, until } from './transfers.ts'

const megabyte = 1_000_000

let world: EngineWorld
let store: Store

beforeEach(async () => {
  world = await EngineWorld.start()
  store = new Store()
})

afterEach(async () => {
  await world.end()
})

describe('streams', () => {
  it('carries small writes both ways, a lone newline too', async () => {
    await world.serve((socket) => void socket.pipe(socket))
    const { session } = await world.open()
    expect(session.agentVersion).toBe('3.3.987.0')
    const stream = await session.openStream()
    for (const text of ['\n', 'hello', '\r\n', '\n']) {
      const answer = readBytes(stream, text.length)
      stream.write(text)
      expect((await answer).toString()).toBe(text)
    }
  })

  it('keeps newlines at the ends of messages', async () => {
    await world.serve(store.handle)
    const { session } = await world.open()
    for (const bytes of [1, 1_007, 1_008, 1_009, 1_016, 1_017, 1_018, 2_041, 3_065]) {
      const content = Buffer.alloc(bytes, 'x')
      content[bytes - 1] = 0x0a
      expect(await put(await session.openStream(), content)).toBe(sha256(content))
    }
  })

  it('carries 8 MB of random bytes up and down unchanged', async () => {
    await world.serve(store.handle)
    const { session } = await world.open()
    const content = randomBytes(8 * megabyte)
    expect(await put(await session.openStream(), content)).toBe(sha256(content))
    const seen = await get(await session.openStream(), 8 * megabyte)
    expect(seen).toBe(sha256(store.content.get(8 * megabyte) ?? Buffer.alloc(0)))
  })

  it('carries fragmented messages', async () => {
    await world.serve(store.handle)
    const { session } = await world.open({ behaviour: { fragmentBytes: 4_096 } })
    const seen = await get(await session.openStream(), megabyte)
    expect(seen).toBe(sha256(store.content.get(megabyte) ?? Buffer.alloc(0)))
  })

  it('carries forty streams at once, each with its own bytes', async () => {
    await world.serve(store.handle)
    const { session } = await world.open()
    const contents = Array.from({ length: 40 }, (_, index) => randomBytes(1_000 + index * 5_000))
    const seen = await Promise.all(contents.map(async (content) => put(await session.openStream(), content)))
    expect(seen).toEqual(contents.map(sha256))
  })

  it('lets a server speak first', async () => {
    await world.serve((socket) => void socket.write('220 ready'))
    const { session } = await world.open()
    expect((await readBytes(await session.openStream(), 9)).toString()).toBe('220 ready')
  })

  it('slows a writer down while the endpoint does not read', async () => {
    await world.serve((socket) => void socket.pause())
    const { session } = await world.open()
    const stream = await session.openStream()
    let accepted = 0
    const chunk = Buffer.alloc(65_536)
    const pour = (): void => {
      while (accepted < 100 * megabyte && stream.write(chunk)) accepted += chunk.length
    }
    stream.on('drain', pour)
    pour()
    const probe = await session.probe(5_000)
    expect(probe).not.toBeNull()
    await until(() => stream.writableNeedDrain)
    expect(accepted).toBeLessThan(100 * megabyte)
  })

  it('does not let a reader that stalls stop the others', async () => {
    const { session } = await openStoreAndEcho()
    const stalled = await session.openStream()
    stalled.write(`GET ${20 * megabyte}\n`)
    const lively = await session.openStream()
    const answer = readBytes(lively, 5)
    lively.write('hello')
    expect((await answer).toString()).toBe('hello')
    expect(sha256(await readAll(stalled))).toBe(sha256(store.content.get(20 * megabyte) ?? Buffer.alloc(0)))
  })

  it('loses nothing when an unread stream reaches the limit and all wait for it', async () => {
    await world.serve(store.handle)
    const receiveLimit = { streamBytes: megabyte, sessionBytes: 2 * megabyte }
    const { session, host } = await world.open({ settings: { receiveLimit } })
    const stalled = await session.openStream()
    stalled.write(`GET ${12 * megabyte}\n`)
    await until(() => host.events.includes('reading-paused'))
    expect(await session.probe(100)).toBe('unknown')
    expect(sha256(await readAll(stalled))).toBe(sha256(store.content.get(12 * megabyte) ?? Buffer.alloc(0)))
    const other = await session.openStream()
    expect(await get(other, 1_000)).toBe(sha256(store.content.get(1_000) ?? Buffer.alloc(0)))
  })

  it('gives up a reader that stalls for good, and the others go on', async () => {
    await world.serve(store.handle)
    const settings = { receiveLimit: { streamBytes: megabyte, sessionBytes: 2 * megabyte }, stalledReaderMs: 100 }
    const { session, host } = await world.open({ settings })
    const stalled = await session.openStream()
    stalled.write(`GET ${200 * megabyte}\n`)
    await until(() => host.events.includes('reading-paused'))
    const other = await session.openStream()
    expect(await get(other, 1_000)).toBe(sha256(store.content.get(1_000) ?? Buffer.alloc(0)))
    expect([stalled.destroyed, host.events.includes('reader-stalled')]).toEqual([true, true])
    expect(await session.probe(5_000)).not.toBeNull()
  })

  it('sends no faster than it is told', async () => {
    await world.serve(store.handle)
    const { session } = await world.open({ settings: { bytesPerSecond: 250_000 } })
    const content = randomBytes(100_000)
    const startedAt = performance.now()
    expect(await put(await session.openStream(), content)).toBe(sha256(content))
    expect(performance.now() - startedAt).toBeGreaterThan(350)
  })

  async function openStoreAndEcho() {
    await world.serve((socket) => {
      socket.once('data', (first) => {
        if (first.toString('latin1', 0, 4) === 'GET ') {
          store.handle(socket)
          socket.emit('data', first)
        } else {
          socket.write(first)
        }
      })
    })
    return world.open()
  }
})

describe('ends of streams', () => {
  it('carries the answer to a client that closed its half first', async () => {
    await world.serve((socket) => {
      socket.once('data', () => void setTimeout(() => socket.end('answer'), 50))
    })
    const { session } = await world.open({ settings: { halfCloseGraceMs: 5_000 } })
    const stream = await session.openStream()
    stream.end('question')
    expect((await readAll(stream)).toString()).toBe('answer')
    await closed(stream)
  })

  it('tells the far end of a half-close when it stays silent', async () => {
    const ended = awaited<string>()
    await world.serve((socket) => {
      socket.resume()
      socket.once('close', () => ended.resolve('closed'))
      socket.once('end', () => socket.end())
    })
    const { session } = await world.open({ settings: { halfCloseGraceMs: 20 } })
    const stream = await session.openStream()
    stream.resume()
    stream.end('question')
    expect(await ended.promise).toBe('closed')
    await closed(stream)
  })

  it('destroys the stream without an error when the far end closes, after everything was read', async () => {
    await world.serve((socket) => void socket.end('bye'))
    const { session } = await world.open()
    const stream = await session.openStream()
    expect((await readAll(stream)).toString()).toBe('bye')
    await closed(stream)
    expect(stream.destroyed).toBe(true)
  })

  it('closes the endpoint when the stream is destroyed', async () => {
    const ended = awaited<string>()
    await world.serve((socket) => {
      socket.on('data', (chunk) => socket.write(chunk))
      socket.once('end', () => ended.resolve('ended'))
    })
    const { session } = await world.open()
    const stream = await session.openStream()
    const answer = readBytes(stream, 1)
    stream.write('x')
    await answer
    stream.destroy()
    expect(await ended.promise).toBe('ended')
  })

  it('reports a refused endpoint, destroys only that stream, and goes on', async () => {
    const { session, host } = await world.open()
    const stream = await session.openStream()
    await closed(stream)
    expect(host.endpointProblems).toMatchObject([
      { code: 'ENDPOINT_REFUSED', details: { host: 'db.internal', port: 5432 } },
    ])
    await world.serve(store.handle)
    expect(await get(await session.openStream(), 100)).toBe(sha256(store.content.get(100) ?? Buffer.alloc(0)))
  })
})
