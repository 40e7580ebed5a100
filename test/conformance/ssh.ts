import { createHash, randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { expect } from 'vitest'
import type { Behaviour, EngineUnderTest } from './carrier.ts'
import type { SessionWorld } from './session-world.ts'
import { openConnection, wordsOf } from './terminals.ts'
import { eventually, soon } from './waiting.ts'

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Serves one connection, greets it, and gathers what arrives. */
async function serveOne(world: SessionWorld): Promise<{ socket(): Socket; arrived(): Buffer }> {
  const parts: Buffer[] = []
  const sockets: Socket[] = []
  await world.serve((socket) => {
    sockets.push(socket)
    socket.on('data', (bytes: Buffer) => parts.push(bytes))
    socket.write('ready')
  })
  const socket = (): Socket => {
    const [first] = sockets
    if (first === undefined) throw new Error('Nobody came')
    return first
  }
  return { socket, arrived: () => Buffer.concat(parts) }
}

async function carriesBothWays(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await world.serve((socket) => {
    socket.write('SSH-2.0-greeting\n')
    socket.pipe(socket)
  })
  const connection = await openConnection(engine, world)
  await connection.printed(/^SSH-2\.0-greeting\n$|\nSSH-2\.0-greeting\n$/)
  const sent = randomBytes(300_000)
  connection.type(sent)
  const whole = await connection.bytes(17 + sent.length)
  expect(digest(whole.subarray(17))).toBe(digest(sent))
}

async function keepsANewlineAlone(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const far = await serveOne(world)
  const connection = await openConnection(engine, world)
  await connection.printed(/ready/)
  connection.type('\n')
  await eventually(() => expect(far.arrived()).not.toHaveLength(0))
  expect(far.arrived().toString('hex')).toBe('0a')
}

async function readsToTheFarEnd(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const sent = randomBytes(500_000)
  await world.serve((socket) => socket.end(sent))
  const connection = await openConnection(engine, world)
  const words = await soon(connection.ended, () => 'it does not end')
  expect(words).toMatch(/SESSION_ENDED|Exiting session/)
  expect(digest(connection.received().subarray(0, sent.length))).toBe(digest(sent))
}

async function sendsAllBeforeItsEnd(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const far = await serveOne(world)
  const connection = await openConnection(engine, world)
  await connection.printed(/ready/)
  const sent = randomBytes(200_000)
  connection.type(sent)
  connection.endInput()
  await eventually(() => expect(far.arrived().length).toBe(sent.length), 4_000)
  expect(digest(far.arrived())).toBe(digest(sent))
  await eventually(() => expect(world.isActive(connection.sessionId)).toBe(false), 3_000)
}

async function tellsOfARefusal(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const words = await soon(wordsOf(openConnection(engine, world)), () => 'no answer')
  expect(words).toContain('Unable to connect to specified port: dial tcp')
}

/** As much as no buffer on the way holds. */
const floodBytes = 64_000_000
/** AWS's plugin holds less than one; ours 32 MiB for each connection. Sockets and pipes come on top. */
const boundBytes = 48_000_000

async function holdsBackAFlood(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const written = { bytes: 0 }
  const part = Buffer.alloc(1_000_000, 'f')
  await world.serve((socket) => {
    const write = (): void => {
      while (written.bytes < floodBytes) {
        written.bytes += part.length
        if (!socket.write(part)) return void socket.once('drain', write)
      }
      socket.end()
    }
    socket.once('data', write)
  })
  const connection = await openConnection(engine, world, { behaviour: { payloadBytes: 60_000 } })
  connection.type('go')
  connection.stopReading()
  let before = -1
  await expect
    .poll(() => before === (before = written.bytes) && before > 0, { interval: 250, timeout: 5_000 })
    .toBe(true)
  expect(written.bytes).toBeLessThan(boundBytes)
  connection.readOn()
  await soon(connection.ended, () => `${connection.received().length} bytes came`)
  expect(connection.received().length).toBeGreaterThanOrEqual(floodBytes)
}

export const ssh: readonly Behaviour[] = [
  { name: 'carries one connection both ways over standard streams (SSH)', run: carriesBothWays },
  {
    name: 'keeps a newline that comes alone over standard streams',
    fault: { name: 'newline-becomes-return-in-ssh', sign: /expected '0d' to be '0a'/ },
    run: keepsANewlineAlone,
  },
  { name: 'reads an SSH connection to its far end', run: readsToTheFarEnd },
  {
    name: 'sends all that was typed over SSH before the input ended, and ends the session',
    fault: { name: 'ssh-end-leaves-the-session', sign: /expected true to be false/ },
    run: sendsAllBeforeItsEnd,
  },
  { name: 'tells why there is no SSH connection', run: tellsOfARefusal },
  { name: 'holds an SSH flood back while nobody reads', run: holdsBackAFlood },
]
