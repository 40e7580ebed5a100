import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '#test/support/tcp.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { reading, StreamWorld } from './stream-world.ts'

/** A busy machine starts programs slowly. */
const patient = { timeout: 15_000 }
const plugin = await findOfficialPlugin()
const greeting = 'SSH-2.0-sandbox\r\n'

/** Greets as an SSH server does, and sends everything back. */
function greetAndEcho(socket: Socket): void {
  socket.write(greeting)
  socket.pipe(socket)
}

// What speaks SSH must not be able to tell which engine carries it.
describe.each(['builtin', 'plugin'] as const)('a connection over the %s engine', (name) => {
  let world: StreamWorld

  beforeEach(async (context) => {
    if (name === 'plugin' && plugin === null) context.skip('session-manager-plugin is not installed on this machine')
    world = await StreamWorld.start(name, name === 'plugin' ? plugin : null)
    return () => world.close()
  })

  it('carries bytes both ways, and nothing but those', async () => {
    await world.world.serve(greetAndEcho)
    const session = await world.stdio()
    const sent = [
      randomBytes(200_000),
      Buffer.from('\n\n'),
      Buffer.from('Cannot perform start session: \n\nExiting sess'),
    ]
    const received = collect(session.stream, greeting.length + 200_000 + sent[1]!.length + sent[2]!.length)
    for (const bytes of sent) session.stream.write(bytes)
    expect((await received).equals(Buffer.concat([Buffer.from(greeting), ...sent]))).toBe(true)
  })

  it('gives at once what ends in a newline', async () => {
    await world.world.serve(greetAndEcho)
    const session = await world.stdio()
    const printed = reading(session.stream)
    await printed.until(/sandbox\r\n$/)
    session.stream.write('line\n\n')
    await printed.until(/line\n\n$/)
  })

  it('loses nothing to a reader that takes its time', async () => {
    const sent = randomBytes(400_000)
    await world.world.serve((socket) => socket.end(sent))
    const session = await world.stdio()
    const received: Buffer[] = []
    for await (const chunk of session.stream) {
      received.push(chunk as Buffer)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    expect(Buffer.concat(received).equals(sent)).toBe(true)
    expect(await session.ended).toMatchObject({ code: 'SESSION_ENDED' })
  })

  it('ends when the far end closes, with all that came before', async () => {
    await world.world.serve((socket) => {
      socket.write(greeting)
      socket.once('data', () => socket.end('bye\n'))
    })
    const session = await world.stdio()
    const printed = reading(session.stream)
    const ended = new Promise((resolve) => session.stream.once('end', resolve))
    session.stream.write('hello')
    await ended
    expect(printed.text()).toBe(`${greeting}bye\n`)
    expect(await session.ended).toMatchObject({ code: 'SESSION_ENDED' })
    expect(world.children.count).toBe(0)
  })

  it('half-closes: the answer still comes, then the session is over', async () => {
    await world.world.serve((socket) => {
      socket.write(greeting)
      socket.once('data', () => void setTimeout(() => socket.write('an answer that took a while'), 300))
    })
    const session = await world.stdio()
    const printed = reading(session.stream)
    session.stream.end('a question')
    await printed.until(/took a while$/)
    await expect.poll(() => world.world.gateway.activeSessions(), patient).toEqual([])
    await expect.poll(() => world.children.count, patient).toBe(0)
  })

  it('leaves nothing when it is stopped', async () => {
    await world.world.serve(greetAndEcho)
    const session = await world.stdio()
    session.stream.resume()
    await session.stop(4_000)
    expect(world.children.count).toBe(0)
    await expect.poll(() => world.world.gateway.activeSessions(), patient).toEqual([])
    session.stream.write('late')
  })

  it('stops when its stream is destroyed', async () => {
    await world.world.serve(greetAndEcho)
    const session = await world.stdio()
    session.stream.destroy()
    await expect.poll(() => world.world.gateway.activeSessions(), patient).toEqual([])
    await expect.poll(() => world.children.count, patient).toBe(0)
  })

  it('says that the endpoint refused', async () => {
    world.world.target = { kind: 'refused' }
    const started = await world.tryStdio(world.grant({ properties: { portNumber: '22' } }))
    // The agent dials after its handshake, of which the plugin says nothing.
    const problem = started.ok ? await started.value.ended : started.error
    expect(problem).toMatchObject({ code: 'ENDPOINT_REFUSED' })
    expect(world.children.count).toBe(0)
  })

  it('fails within the time limit, with a name, when the channel can not be opened', async () => {
    const grant = world.grant({ properties: { portNumber: '22' } })
    const streamUrl = `ws://127.0.0.1:${await freePort()}/v1/data-channel/${grant.sessionId}`
    const startedAt = performance.now()
    const started = await world.tryStdio({ ...grant, pass: { ...grant.pass, streamUrl } })
    expect(started.ok ? '' : started.error.code).toMatch(/^(DATA_CHANNEL_UNREACHABLE|HANDSHAKE_TIMED_OUT)$/)
    expect(performance.now() - startedAt).toBeLessThan(9_000)
    expect(world.children.count).toBe(0)
  })
})

function collect(stream: Duplex, count: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (size >= count) resolve(Buffer.concat(chunks))
    })
    stream.once('close', () => reject(new Error(`closed after ${size} bytes`)))
  })
}
