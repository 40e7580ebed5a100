import { expect } from 'vitest'
import type { Behaviour, EngineUnderTest } from './carrier.ts'
import { placeIn } from './place.ts'
import type { SessionWorld } from './session-world.ts'
import { endOf, openCommand, openConnection, openShell, wordsOf } from './terminals.ts'
import { eventually, soon } from './waiting.ts'

const adminWords = 'Your session was ended by an administrator'

async function endsWithTheService(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const shell = await openShell(engine, world)
  await shell.printed(/\$ $/)
  world.gateway.terminate(shell.sessionId, adminWords)
  expect(await endOf(shell)).toContain(adminWords)
}

async function endsWithoutAToken(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const shell = await openShell(engine, world)
  await shell.printed(/\$ $/)
  world.resumable = false
  world.gateway.drop(shell.sessionId, 1000)
  expect(await endOf(shell)).toMatch(/SESSION_EXPIRED|timed out\./)
}

async function leavesNoShell(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const shell = await openShell(engine, world)
  await shell.printed(/\$ $/)
  shell.type('sleep 600\r')
  await shell.printed(/sleep 600\r/)
  await soon(shell.stop(), () => 'it does not stop')
  await eventually(() => expect(world.isActive(shell.sessionId)).toBe(false), 2_000)
}

async function leavesNoConnection(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const server = await world.serve((socket) => {
    socket.write('ready')
    socket.resume().once('end', () => socket.end())
  })
  const connection = await openConnection(engine, world)
  await connection.printed(/ready/)
  await soon(connection.stop(), () => 'it does not stop')
  await eventually(() => expect(server.sockets.size).toBe(0), 2_000)
  await eventually(() => expect(world.isActive(connection.sessionId)).toBe(false), 2_000)
}

async function tellsTheAgentsWords(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const session = world.start({ sessionType: 'Dance', properties: {} })
  const words = wordsOf(engine.openTerminal(placeIn(world), session, { kind: 'shell' }))
  expect(await soon(words, () => 'no answer')).toContain('Plugin with name Dance is not supported')
}

async function refusesAnUnknownAction(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const opening = openCommand(engine, world, 'echo done', { behaviour: { handshake: 'unknown-action' } })
  const words = await soon(wordsOf(opening), () => 'no answer')
  expect(words).toMatch(/Unheard-of/)
  expect(words).not.toContain('done')
}

async function tellsARefusedShell(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const words = wordsOf(openShell(engine, world, { behaviour: { refuseUpgrade: 403 } }))
  expect(await soon(words, () => 'it hangs')).toMatch(/DATA_CHANNEL_REFUSED|Cannot perform start session/)
}

/** How sessions end that one types into. */
export const terminalEndings: readonly Behaviour[] = [
  { name: 'ends a shell with the service, with its words', run: endsWithTheService },
  { name: 'ends a shell that can not be resumed', run: endsWithoutAToken },
  {
    name: 'leaves no shell behind when its window is closed',
    fault: { name: 'sighup-leaves-the-session', sign: /expected true to be false/ },
    run: leavesNoShell,
  },
  {
    name: 'leaves no SSH connection behind when its window is closed',
    fault: { name: 'sighup-leaves-the-session', sign: /expected 1 to be \+?0/ },
    run: leavesNoConnection,
  },
  { name: 'tells the agent’s words when there is no shell', run: tellsTheAgentsWords },
  { name: 'refuses a command whose agent asks for the unheard-of', run: refusesAnUnknownAction },
  {
    name: 'tells of a shell whose channel is refused',
    fault: { name: 'refused-channel-hangs', sign: /it hangs/ },
    run: tellsARefusedShell,
  },
]
