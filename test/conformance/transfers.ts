import { createHash, randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { TamperedMessage } from '#sandbox/gateway/index.ts'
import { TestClient } from '#test/support/tcp.ts'
import type { Behaviour, EngineUnderTest } from './carrier.ts'
import type { SessionWishes, SessionWorld } from './session-world.ts'
import { awaited, eventually, soon } from './waiting.ts'

export { soon } from './waiting.ts'

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Opens a session to an echoing endpoint and sends bytes through it and back. */
export async function echoes(
  engine: EngineUnderTest,
  world: SessionWorld,
  size: number,
  wishes: SessionWishes = {},
): Promise<void> {
  await world.serve((socket) => socket.pipe(socket))
  const { port } = await engine.open(world, wishes)
  const client = await TestClient.connect(port)
  const sent = randomBytes(size)
  client.socket.write(sent)
  expect(digest(await client.bytes(size))).toBe(digest(sent))
  client.socket.destroy()
}

async function carriesTwenty(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await world.serve((socket) => socket.pipe(socket))
  const { port } = await engine.open(world)
  const clients = await Promise.all(Array.from({ length: 20 }, () => TestClient.connect(port)))
  const said = clients.map((_, index) => randomBytes(2_000 + index))
  for (const [index, client] of clients.entries()) client.socket.write(said[index] ?? '')
  for (const [index, client] of clients.entries()) {
    const bytes = said[index] ?? Buffer.alloc(0)
    expect((await client.bytes(bytes.length)).equals(bytes)).toBe(true)
    client.socket.destroy()
  }
}

async function carriesInSingleFile(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await world.serve((socket) => socket.pipe(socket))
  const { port } = await engine.open(world, { behaviour: { agentVersion: '3.0.196.0' } })
  for (const said of ['first', 'second', 'third']) {
    const client = await TestClient.connect(port)
    client.socket.write(said)
    expect((await client.bytes(said.length)).toString()).toBe(said)
    client.socket.destroy()
    await client.closed
  }
}

async function downloadsOverADrop(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const sent = randomBytes(600_000)
  await world.serve((socket) => socket.once('data', () => socket.end(sent)))
  const { port, sessionId } = await engine.open(world, { behaviour: { sleepMs: 1 } })
  const client = await TestClient.connect(port)
  client.socket.write('go')
  await client.bytes(100_000)
  world.gateway.drop(sessionId, 1000)
  expect(digest(await client.end())).toBe(digest(sent))
  client.socket.destroy()
}

async function uploadsOverADrop(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const sent = randomBytes(1_500_000)
  const arrived = createHash('sha256')
  let count = 0
  const whole = awaited<null>()
  const upload: { dropped: boolean; sessionId: string } = { dropped: false, sessionId: '' }
  await world.serve((socket) => {
    socket.on('data', (data: Buffer) => {
      arrived.update(data)
      count += data.length
      if (count > 100_000 && !upload.dropped) upload.dropped = world.gateway.drop(upload.sessionId, 1000)
      if (count >= sent.length) whole.resolve(null)
    })
  })
  const carrier = await engine.open(world)
  upload.sessionId = carrier.sessionId
  const client = await TestClient.connect(carrier.port)
  client.socket.write(sent)
  await soon(whole.promise, () => `${count} of ${sent.length} bytes arrived`)
  expect(arrived.digest('hex')).toBe(digest(sent))
  client.socket.destroy()
}

/** The end of a message decides: 8 bytes of framing and these make one more byte than a message holds. */
async function keepsALoneNewline(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await world.serve((socket) => socket.pipe(socket))
  const { port } = await engine.open(world)
  const client = await TestClient.connect(port)
  // The frame that opens the stream must be gone, or it moves the others.
  client.socket.write('hello')
  await client.bytes(5)
  const sent = Buffer.alloc(1_017, 'x')
  sent[1_016] = 0x0a
  client.socket.write(sent)
  expect((await client.bytes(5 + sent.length)).at(-1)).toBe(0x0a)
  client.socket.destroy()
}

async function answersAfterAHalfClose(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await world.serve((socket) => socket.once('data', () => setTimeout(() => socket.end('the answer'), 200)))
  const { port } = await engine.open(world)
  const client = await TestClient.connect(port)
  client.socket.end('a question')
  expect((await client.end()).toString()).toBe('the answer')
  client.socket.destroy()
}

async function servesOthersBesideAStalledReader(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const flood = Buffer.alloc(20_000_000, 'f')
  let isOut = false
  await world.serve((socket) => {
    socket.on('data', (data: Buffer) => {
      if (data.toString() === 'flood') socket.write(flood, () => (isOut = true))
      else socket.write(data)
    })
  })
  const { port } = await engine.open(world, { behaviour: { payloadBytes: 16_384 } })
  const stalled = await TestClient.connect(port)
  stalled.socket.write('flood')
  await stalled.bytes(1)
  stalled.socket.pause()
  const other = await TestClient.connect(port)
  // Answers come for as long as the flood fills the buffers on its way, and after.
  for (let answers = 0, last = false; !last; answers += 1) {
    last = isOut
    other.socket.write('hello')
    await soon(other.bytes(5 * (answers + 1)), () => `the other connection got no answer after ${answers}`)
  }
  for (const client of [stalled, other]) client.socket.destroy()
}

/** Not those of the handshake: AWS's plugin breaks down, now and then, at what comes while it sets up its multiplexer. */
async function acknowledgesDuplicates(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const seen = { duplicated: 0, acknowledged: 0 }
  const tamper = ({ direction, type, index, sequence }: TamperedMessage): 'deliver' | 'duplicate' => {
    if (direction === 'to-agent' && type === 'acknowledge' && index >= 2) seen.acknowledged += 1
    if (direction === 'to-agent' || type !== 'output_stream_data' || sequence < 2) return 'deliver'
    seen.duplicated += 1
    return 'duplicate'
  }
  await echoes(engine, world, 5_000, { behaviour: { tamper } })
  await eventually(() => expect(seen.acknowledged / seen.duplicated).toBeGreaterThanOrEqual(2), 3_000)
}

/**
 * Handshakes are spared, however often their messages are sent: AWS's plugin does not survive a copy of the last one. So are
 * acknowledgements: of a lost one that plugin never sends another, and its agent then repairs nothing more.
 */
async function survivesAPoorNetwork(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const dealt = { drop: 0, duplicate: 0, swap: 0 }
  const deal = (fate: keyof typeof dealt): keyof typeof dealt => {
    dealt[fate] += 1
    return fate
  }
  const tamper = ({ type, index, sequence }: TamperedMessage): 'deliver' | keyof typeof dealt => {
    if (type === 'acknowledge' || sequence < 2) return 'deliver'
    if (index % 20 === 7) return deal('drop')
    if (index % 20 === 11) return deal('duplicate')
    return index % 20 === 15 ? deal('swap') : 'deliver'
  }
  await echoes(engine, world, 20_000, { behaviour: { tamper } })
  for (const [fate, times] of Object.entries(dealt)) expect(times, fate).toBeGreaterThanOrEqual(1)
}

export const transfers: readonly Behaviour[] = [
  { name: 'carries a megabyte each way unharmed', run: (engine, world) => echoes(engine, world, 1_000_000) },
  {
    name: 'carries connections one after the other for an old agent',
    run: carriesInSingleFile,
  },
  { name: 'carries twenty connections side by side', run: carriesTwenty },
  {
    name: 'puts messages together that come in fragments',
    run: (engine, world) => echoes(engine, world, 50_000, { behaviour: { payloadBytes: 8_192, fragmentBytes: 100 } }),
  },
  {
    name: 'loses nothing on a network that loses, doubles and swaps messages',
    run: survivesAPoorNetwork,
  },
  {
    name: 'passes over messages that nobody can use',
    run: (engine, world) =>
      echoes(engine, world, 20_000, {
        behaviour: {
          malformed: ['no-type', 'no-date', 'wrong-digest', 'unknown-type', 'bad-acknowledgement', 'corrupted'],
        },
      }),
  },
  { name: 'finishes a download after the service closed the channel (1000 Bye)', run: downloadsOverADrop },
  {
    name: 'finishes an upload after the service closed the channel (1000 Bye)',
    fault: { name: 'upload-dies-at-resume', sign: /bytes arrived/ },
    run: uploadsOverADrop,
  },
  {
    name: 'keeps a lone newline at the end of a write',
    fault: { name: 'newline-becomes-return', sign: /expected 13 to be 10/ },
    run: keepsALoneNewline,
  },
  {
    name: 'brings the answer to a client that closed its sending side',
    fault: { name: 'half-close-drops-the-answer', sign: /expected '' to be 'the answer'/ },
    run: answersAfterAHalfClose,
  },
  {
    name: 'serves others beside a client that does not read',
    fault: { name: 'stalled-reader-freezes-all', sign: /no answer/ },
    run: servesOthersBesideAStalledReader,
  },
  {
    name: 'acknowledges a message again that comes again',
    fault: { name: 'duplicates-go-unacknowledged', sign: /to be greater than or equal to 2/ },
    run: acknowledgesDuplicates,
  },
]
