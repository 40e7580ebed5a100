import { connect } from 'node:net'
import { expect } from 'vitest'
import { TestClient } from '#test/support/tcp.ts'
import type { Behaviour, EngineUnderTest } from './carrier.ts'
import { runOnSession } from './program-under-test.ts'
import type { SessionWorld } from './session-world.ts'
import { eventually, failureOf, soon } from './waiting.ts'

/** A session with one client whose first bytes came back. */
async function carryOne(
  engine: EngineUnderTest,
  world: SessionWorld,
): Promise<{ readonly carrier: Awaited<ReturnType<EngineUnderTest['open']>>; readonly client: TestClient }> {
  await world.serve((socket) => socket.pipe(socket))
  const carrier = await engine.open(world)
  const client = await TestClient.connect(carrier.port)
  client.socket.write('ping')
  await client.bytes(4)
  return { carrier, client }
}

async function livesOnAfterARefusal(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const carrier = await engine.open(world)
  const lost = await TestClient.connect(carrier.port)
  lost.socket.write('anyone?')
  await lost.closedOrEnded()
  await eventually(() => expect(carrier.refusals()).toBe(1))
  await world.serve((socket) => socket.pipe(socket))
  const found = await TestClient.connect(carrier.port)
  found.socket.write('hello')
  expect((await found.bytes(5)).toString()).toBe('hello')
  found.socket.destroy()
}

async function followsToANewAddress(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await world.serve((socket) => socket.pipe(socket))
  const carrier = await engine.open(world, { behaviour: { resume: 'new-address' } })
  const client = await TestClient.connect(carrier.port)
  client.socket.write('before')
  await client.bytes(6)
  world.gateway.drop(carrier.sessionId, 1000)
  await eventually(() => expect(world.isActive(carrier.sessionId)).toBe(true))
  client.socket.write(' and after')
  await soon(client.bytes(16), () => 'nothing came back after the drop')
  expect(client.received.toString()).toBe('before and after')
  client.socket.destroy()
}

async function endsWithoutAToken(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const { carrier, client } = await carryOne(engine, world)
  world.resumable = false
  world.gateway.drop(carrier.sessionId, 1000)
  expect(await carrier.ended).toMatch(/SESSION_EXPIRED|timed out\./)
  await client.closedOrEnded()
}

async function endsWithTheService(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const { carrier, client } = await carryOne(engine, world)
  world.gateway.terminate(carrier.sessionId, 'Your session was ended by an administrator')
  expect(await carrier.ended).toContain('Your session was ended by an administrator')
  await client.closedOrEnded()
}

async function tellsTheAgentsWords(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  world.target = { kind: 'forbidden' }
  // The words may come before the port is open, or after.
  const words = engine.open(world).then(
    (carrier) => carrier.ended,
    (error: Error) => error.message,
  )
  expect(await soon(words, () => 'no answer')).toContain('Forwarding to IP address localhost is forbidden.')
}

async function tellsARefusedChannel(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const words = failureOf(engine.open(world, { behaviour: { refuseUpgrade: 403 } }))
  expect(await soon(words, () => 'it hangs')).toMatch(/DATA_CHANNEL_REFUSED|Cannot perform start session/)
}

async function leavesNothing(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const { carrier, client } = await carryOne(engine, world)
  await soon(carrier.stop(), () => 'it does not stop')
  await client.closedOrEnded()
  await eventually(() => expect(world.isActive(carrier.sessionId)).toBe(false))
  const answer = await new Promise((resolve) => {
    const socket = connect(carrier.port, '127.0.0.1', () => resolve('listens'))
    socket.on('error', () => resolve('closed'))
  })
  expect(answer).toBe('closed')
}

async function tellsTheServiceOn(signal: NodeJS.Signals, engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  if (engine.program === null) throw new Error(`${engine.name} is no program`)
  const session = world.start()
  const run = runOnSession(engine.program, world, session)
  try {
    await run.printed(/Waiting for connections/)
    run.child.kill(signal)
    await run.exited
    await eventually(() => expect(world.isActive(session.sessionId)).toBe(false), 3_000)
  } finally {
    run.child.kill('SIGKILL')
  }
}

const programs = ['culvert-session', 'plugin'] as const

export const endings: readonly Behaviour[] = [
  { name: 'closes the client whose endpoint refuses, tells, and goes on', run: livesOnAfterARefusal },
  {
    name: 'resumes at the address that ResumeSession names',
    fault: { name: 'new-address-ignored', sign: /nothing came back/ },
    run: followsToANewAddress,
  },
  { name: 'ends a session that can not be resumed', run: endsWithoutAToken },
  { name: 'ends with the service, with its words', run: endsWithTheService },
  { name: 'tells the agent’s words when the session fails', run: tellsTheAgentsWords },
  {
    name: 'tells of a channel that is refused',
    fault: { name: 'refused-channel-hangs', sign: /it hangs/ },
    run: tellsARefusedChannel,
  },
  { name: 'leaves no session, port or process when it is stopped', run: leavesNothing },
  {
    name: 'ends the session on the service when it is told to go (SIGTERM)',
    of: programs,
    fault: { name: 'sigterm-leaves-the-session', sign: /expected true to be false/ },
    run: (engine, world) => tellsTheServiceOn('SIGTERM', engine, world),
  },
]
