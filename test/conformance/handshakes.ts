import { createHash, randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { AgentBehaviour, HandshakeManner, TamperedMessage } from '#sandbox/gateway/index.ts'
import { TestClient } from '#test/support/tcp.ts'
import type { Behaviour, EngineName, EngineUnderTest } from './carrier.ts'
import { CountingPath } from './counting-path.ts'
import type { SessionWorld } from './session-world.ts'
import { echoes } from './transfers.ts'
import { awaited, eventually, failureOf, soon } from './waiting.ts'

type InWords = Readonly<Record<EngineName, RegExp>>

/** How each engine puts it. AWS's plugin leaves it to the agent, which gives up after a while. */
const unreadable: InWords = {
  builtin: /^HANDSHAKE_REJECTED/,
  'culvert-session': /\nCannot perform start session: The handshake request could not be read\n$/,
  plugin: /initiating handshake\. Handshake timed out\./,
}
const unsupported: InWords = {
  builtin: /^HANDSHAKE_REJECTED/,
  'culvert-session': /\nCannot perform start session: Unsupported action Unheard-of\n$/,
  plugin: /Unheard-of failed on client with status 0 error: Unsupported action Unheard-of/,
}

async function tellsOfAHandshake(
  handshake: HandshakeManner,
  words: InWords,
  engine: EngineUnderTest,
  world: SessionWorld,
): Promise<void> {
  // Who says nothing hears of it from the agent, which need not take its time. It counts from the session's start.
  const handshakeTimeoutMs = engine.name === 'plugin' ? 1_500 : 15_000
  const opening = engine.open(world, { behaviour: { handshake, handshakeTimeoutMs } })
  expect(await soon(failureOf(opening), () => 'it hangs')).toMatch(words[engine.name])
  // In the app it is not the engine that ends it.
  if (engine.program !== null) await eventually(() => expect(world.gateway.activeSessions()).toEqual([]), 10_000)
}

/** Agents that multiplex: the first, one of those that keep alive, one that would not, and the newest. */
const multiplexing = ['3.0.222.0', '3.1.1188.0', '3.1.1512.0', '3.3.5068.0']

async function multiplexesFor(agentVersion: string, engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await world.serve((socket) => socket.pipe(socket))
  const { port } = await engine.open(world, { behaviour: { agentVersion } })
  const first = await TestClient.connect(port)
  first.socket.write('first')
  await soon(first.bytes(5), () => 'the first connection got no answer')
  const second = await TestClient.connect(port)
  second.socket.write('second')
  await soon(second.bytes(6), () => 'the second connection got no answer beside the first')
  for (const client of [first, second]) client.socket.destroy()
}

/** Sends through a pause into which bytes of the client have gone. */
async function uploadsOverAPause(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const path = await CountingPath.to(world.gateway.url)
  try {
    world.pathUrl = path.url
    const sent = randomBytes(200_000)
    const arrived = createHash('sha256')
    let [count, sessionId] = [0, '']
    const whole = awaited<null>()
    await world.serve((socket) => {
      socket.on('data', (data: Buffer) => {
        arrived.update(data)
        if (count <= 20_000 && count + data.length > 20_000) void pauseAndStart()
        count += data.length
        if (count >= sent.length) whole.resolve(null)
      })
    })
    const pauseAndStart = async (): Promise<void> => {
      world.gateway.publication(sessionId, 'pause')
      await path.carries(path.carried + 5_000)
      world.gateway.publication(sessionId, 'start')
    }
    const carrier = await engine.open(world)
    ;({ sessionId } = carrier)
    const client = await TestClient.connect(carrier.port)
    client.socket.write(sent)
    await soon(whole.promise, () => `${count} of ${sent.length} bytes arrived`)
    expect(arrived.digest('hex')).toBe(createHash('sha256').update(sent).digest('hex'))
    client.socket.destroy()
  } finally {
    await path.close()
  }
}

async function resumesWithoutAnAddress(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await world.serve((socket) => socket.pipe(socket))
  const { port, sessionId } = await engine.open(world, { behaviour: { resume: 'without-address' } })
  const client = await TestClient.connect(port)
  client.socket.write('before')
  await client.bytes(6)
  world.gateway.drop(sessionId, 1000)
  // What is written before would kill every upload of AWS's plugin, which is another fault.
  const openings = (): number => world.events.filter((event) => event === 'gateway.channel-opened').length
  await eventually(() => expect(openings()).toBe(2), 10_000)
  client.socket.write(' and after')
  const all = await soon(client.bytes(16), () => 'nothing came back after the drop')
  expect(all.toString()).toBe('before and after')
  client.socket.destroy()
}

/** Every third acknowledgement of either side is lost, and nothing else. */
async function needsNotEveryAcknowledgement(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const lost = { 'to-agent': 0, 'to-client': 0 }
  const tamper = ({ direction, type, index }: TamperedMessage): 'deliver' | 'drop' => {
    if (type !== 'acknowledge' || index < 3 || index % 3 > 0) return 'deliver'
    lost[direction] += 1
    return 'drop'
  }
  await echoes(engine, world, 30_000, { behaviour: { tamper } })
  // The last of them may come after the last byte.
  await eventually(() => expect(Math.min(lost['to-agent'], lost['to-client'])).toBeGreaterThanOrEqual(3))
}

const programs = ['culvert-session', 'plugin'] as const

export const handshakes: readonly Behaviour[] = [
  {
    name: 'tells of a handshake that can not be read, and the session ends',
    run: (engine, world) => tellsOfAHandshake('bad-json', unreadable, engine, world),
  },
  {
    name: 'tells of a handshake that asks for what nobody can do, and the session ends',
    run: (engine, world) => tellsOfAHandshake('unknown-action', unsupported, engine, world),
  },
  ...multiplexing.map((version): Behaviour => ({
    name: `carries connections side by side for agent ${version}`,
    run: (engine, world) => multiplexesFor(version, engine, world),
  })),
  {
    name: 'needs nobody to say that the agent is there',
    run: (engine, world) => echoes(engine, world, 20_000, { behaviour: { startPublication: 'omitted' } }),
  },
  // AWS's plugin may or may not survive that: it depends on what comes while it sets up its multiplexer.
  ...[1, 2, 3].map((count): Behaviour => ({
    name: `shakes hands on after the service closed the channel (1000 Bye) behind message ${count}`,
    of: ['builtin', 'culvert-session'],
    run: (engine, world) => echoes(engine, world, 5_000, { behaviour: { byeAfterMessages: count } }),
  })),
  { name: 'loses nothing of an upload while the agent is away', run: uploadsOverAPause },
  { name: 'resumes at the old address when ResumeSession names none', of: programs, run: resumesWithoutAnAddress },
  { name: 'loses nothing but acknowledgements', run: needsNotEveryAcknowledgement },
  {
    name: 'carries a long way as much as a short one',
    run: (engine, world) => echoes(engine, world, 300_000, { behaviour: { delayMs: 40 } }),
  },
]

/** Longer than any engine waits by itself, and programs that start on a busy machine. */
const patienceMs = 50_000
const patienceWithThePluginMs = 35_000

const silent: InWords = {
  builtin: /^HANDSHAKE_TIMED_OUT/,
  'culvert-session': /\nCannot perform start session: handshake timed out/,
  plugin: /handshake timed out/i,
}

async function tellsOfASilentAgent(
  handshake: HandshakeManner,
  engine: EngineUnderTest,
  world: SessionWorld,
): Promise<void> {
  const words = failureOf(engine.open(world, { behaviour: { handshake } }))
  const withinMs = engine.name === 'plugin' ? patienceWithThePluginMs : patienceMs
  expect(await soon(words, () => 'it hangs', withinMs)).toMatch(silent[engine.name])
  // In the app it is not the engine that ends it.
  if (engine.program !== null) expect(world.gateway.activeSessions()).toEqual([])
}

/**
 * The agent gives up a client of whose multiplexer it heard nothing for three of its intervals, which it looks at only every
 * three: after six it is decided. Clients say something every ten seconds.
 */
const keepaliveMs = 3_600
const signsOfLife = 7

async function keepsAlive(agent: Partial<AgentBehaviour>, engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await world.serve((socket) => socket.pipe(socket))
  let signs = 0
  const lived = awaited<string>()
  const tamper = ({ direction, type, index }: TamperedMessage): 'deliver' => {
    // Two of the handshake, then nothing but keepalives, for nobody connects.
    if (direction === 'to-client' && type === 'output_stream_data' && index >= 2) signs += 1
    if (signs === signsOfLife) lived.resolve('it lives')
    return 'deliver'
  }
  const { port, ended } = await engine.open(world, { behaviour: { ...agent, keepaliveMs, tamper } })
  expect(await soon(Promise.race([lived.promise, ended]), () => `only ${signs} signs`, patienceMs)).toBe('it lives')
  const client = await TestClient.connect(port)
  client.socket.write('still there?')
  expect((await soon(client.bytes(12), () => 'no answer')).toString()).toBe('still there?')
  client.socket.destroy()
}

/** What a client's multiplexer says of its own accord, every ten seconds, would put the end off. */
async function expires(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const { ended } = await engine.open(world, { behaviour: { idleTimeoutMs: 12_000 } })
  expect(await soon(ended, () => 'it lives on', 18_000)).toContain('Your session timed out due to inactivity.')
}

export const lengthyHandshakes: readonly Behaviour[] = [
  {
    name: 'tells of an agent that never shakes hands, and ends the session',
    fault: { name: 'silent-handshake-hangs', sign: /it hangs/ },
    run: (engine, world) => tellsOfASilentAgent('withheld', engine, world),
  },
  {
    name: 'tells of a handshake that is never completed, and ends the session',
    fault: { name: 'incomplete-handshake-hangs', sign: /it hangs/ },
    run: (engine, world) => tellsOfASilentAgent('incomplete', engine, world),
  },
  {
    name: 'keeps an idle session alive for an old agent',
    run: (engine, world) => keepsAlive({ agentVersion: '3.1.1188.0' }, engine, world),
  },
  {
    name: 'keeps an idle session alive for an agent that always wants it',
    run: (engine, world) => keepsAlive({ agentVersion: '3.1.1500.0', keepalive: 'on' }, engine, world),
  },
  { name: 'lets an idle session expire', run: expires },
]
