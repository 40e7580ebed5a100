import { createHash, randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { expect } from 'vitest'
import type { Behaviour, EngineUnderTest } from './carrier.ts'
import type { SessionWorld } from './session-world.ts'
import { endOf, openConnection, wordsOf } from './terminals.ts'
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
  await eventually(() => expect(far.arrived()).not.toHaveLength(0), 8_000)
  expect(far.arrived().toString('hex')).toBe('0a')
}

async function readsToTheFarEnd(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const sent = randomBytes(500_000)
  await world.serve((socket) => socket.end(sent))
  const connection = await openConnection(engine, world)
  const words = await endOf(connection)
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

/** Ours holds 32 MiB for a connection; the sockets on the way, which grow as they are used, hold some megabytes each. */
const boundBytes = 80_000_000
const patternBytes = 1_000_003

/** A source that writes the same pattern for ever, for as long as somebody takes it; tells how much it was rid of. */
async function serveAFlood(world: SessionWorld, pattern: Buffer): Promise<() => number> {
  const written = { bytes: 0 }
  await world.serve((socket) => {
    const write = (): void => {
      do written.bytes += pattern.length
      while (socket.write(pattern))
    }
    socket.on('drain', write).once('data', write)
  })
  return () => written.bytes
}

async function holdsBackAFlood(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const pattern = randomBytes(patternBytes)
  const written = await serveAFlood(world, pattern)
  const connection = await openConnection(engine, world, { behaviour: { payloadBytes: 60_000 } })
  connection.type('go')
  connection.stopReading()
  let before = -1
  await eventually(() => expect(before === (before = written()) || before >= boundBytes).toBe(true), 8_000, 250)
  expect(before).toBeLessThan(boundBytes)
  connection.readOn()
  const read = await connection.bytes(3 * patternBytes)
  for (let part = 0; part < 3; part += 1) {
    expect(read.subarray(part * patternBytes, (part + 1) * patternBytes).equals(pattern)).toBe(true)
  }
  await eventually(() => expect(written()).toBeGreaterThan(before), 8_000)
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
