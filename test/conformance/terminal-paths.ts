import { createHash, randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { TamperedMessage } from '#sandbox/gateway/index.ts'
import type { Behaviour, EngineUnderTest, TerminalCarrier } from './carrier.ts'
import type { SessionWorld } from './session-world.ts'
import { openConnection, openInteractive, openShell, type TerminalStart } from './terminals.ts'
import { eventually } from './waiting.ts'

const digest = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

/** Types through one end, reads from the other. */
async function talks(shell: TerminalCarrier): Promise<void> {
  await shell.printed(/\$ $/)
  shell.type('seq -s , 1 3000; echo "su""m=$((40 + 2))"\r')
  const [, printed = ''] = await shell.printed(/\r\n?((?:\d+,)+3000)\r\n[^]*sum=42/)
  expect(printed).toBe(Array.from({ length: 3_000 }, (_, index) => index + 1).join(','))
}

const talksThrough =
  (behaviour: NonNullable<TerminalStart['behaviour']>) =>
  async (engine: EngineUnderTest, world: SessionWorld): Promise<void> =>
    await talks(await openShell(engine, world, { behaviour: { payloadBytes: 256, ...behaviour } }))

const openings = (world: SessionWorld): number =>
  world.events.filter((event) => event === 'gateway.channel-opened').length

/** Drops the channel, and waits for the next one to be open. */
async function dropOnce(world: SessionWorld, sessionId: string, closeCode?: number): Promise<void> {
  const before = openings(world)
  world.gateway.drop(sessionId, closeCode)
  await eventually(() => expect(openings(world)).toBe(before + 1), 8_000)
}

async function keepsAShellOverADrop(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const shell = await openShell(engine, world)
  await shell.printed(/\$ $/)
  for (const closeCode of [1000, undefined]) {
    shell.type(`kept=${closeCode}\r`)
    await shell.printed(new RegExp(`kept=${closeCode}\r[^]*\\$ $`))
    await dropOnce(world, shell.sessionId, closeCode)
    shell.type('echo "$kept and after"\r')
    await shell.printed(new RegExp(`${closeCode} and after\r[^]*\\$ $`))
  }
}

async function followsAShellToANewAddress(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const shell = await openShell(engine, world, { behaviour: { resume: 'new-address' } })
  await shell.printed(/\$ $/)
  await dropOnce(world, shell.sessionId, 1000)
  shell.type('echo "aft""er"\r')
  await shell.printed(/after/)
}

async function printsOverDrops(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const commands = 'seq -w 1 20000; read -n 1 key'
  const behaviour = { byeAfterMessages: 60, sleepMs: 1 }
  const command = await openInteractive(engine, world, commands, { behaviour })
  const { length } = counted
  await command.bytes(length)
  expect(command.received().toString().slice(0, length)).toBe(counted)
  expect(openings(world)).toBe(2)
}

const counted = Array.from({ length: 20_000 }, (_, index) => `${index + 1}`.padStart(5, '0') + '\r\n').join('')

/** What is typed while the channel is away is not lost, nor what was on its way. */
async function typesOverADrop(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const typed = Array.from({ length: 20_000 }, (_, index) => `${index}`.padStart(9, '.')).join('\n')
  const count = { messages: 0, dropped: false, sessionId: '' }
  const tamper = ({ direction, type }: TamperedMessage): 'deliver' => {
    if (direction === 'to-agent' && type === 'input_stream_data') count.messages += 1
    if (count.messages === 60 && !count.dropped) count.dropped = world.gateway.drop(count.sessionId, 1000)
    return 'deliver'
  }
  const commands = `stty raw -echo; printf ready; head -c ${typed.length} | sha256sum`
  const command = await openInteractive(engine, world, commands, { behaviour: { tamper } })
  count.sessionId = command.sessionId
  await command.printed(/ready/)
  command.type(typed)
  const [, printed] = await command.printed(/ready([0-9a-f]{64})/)
  expect(count.dropped).toBe(true)
  expect(printed).toBe(digest(typed))
}

async function connectsOverADrop(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const sent = randomBytes(200_000)
  await world.serve((socket) => socket.once('data', () => socket.write(sent)))
  const connection = await openConnection(engine, world, { behaviour: { byeAfterMessages: 100, sleepMs: 1 } })
  connection.type('go')
  expect(digest(await connection.bytes(sent.length))).toBe(digest(sent))
  expect(openings(world)).toBe(2)
}

/** The service may lose the agent for a while: what is sent meanwhile is to be sent again. */
async function waitsOutAPause(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const shell = await openShell(engine, world)
  await shell.printed(/\$ $/)
  world.gateway.publication(shell.sessionId, 'pause')
  shell.type('echo "aft""er"\r')
  await eventually(() => expect(world.events).toContain('gateway.input-lost'))
  expect(shell.received().toString()).not.toContain('after')
  world.gateway.publication(shell.sessionId, 'start')
  await shell.printed(/after/)
}

/** What the agent sends is acknowledged once; that gets lost, and after it a message. */
async function survivesALostAcknowledgement(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const lost = { acknowledgements: 0, messages: 0 }
  const tamper = ({ direction, type, sequence }: TamperedMessage): 'deliver' | 'drop' => {
    const acknowledges = direction === 'to-agent' && type === 'acknowledge'
    if (acknowledges && lost.messages === 0 && lost.acknowledgements === 0) return count('acknowledgements')
    return type === 'output_stream_data' && sequence === 5 && lost.messages === 0 ? count('messages') : 'deliver'
  }
  const count = (what: keyof typeof lost): 'drop' => {
    lost[what] += 1
    return 'drop'
  }
  await talks(await openShell(engine, world, { behaviour: { payloadBytes: 256, tamper } }))
  expect(lost).toEqual({ acknowledgements: 1, messages: 1 })
}

const noise = { drop: 0.05, duplicate: 0.05, reorder: 0.05, loseAcknowledgements: 0, after: 2, seed: 11 }
const twice = ({ type }: TamperedMessage): 'duplicate' | 'deliver' => (type === 'acknowledge' ? 'deliver' : 'duplicate')
const unusable = ['no-type', 'no-date', 'wrong-digest', 'unknown-type', 'bad-acknowledgement', 'corrupted'] as const

/** What happens on the way to a terminal and back. */
export const terminalPaths: readonly Behaviour[] = [
  { name: 'puts a shell’s messages together that come in fragments', run: talksThrough({ fragmentBytes: 33 }) },
  { name: 'shows and types once what comes twice', run: talksThrough({ tamper: twice }) },
  { name: 'keeps a shell in order on a network that loses, doubles and swaps messages', run: talksThrough({ noise }) },
  { name: 'passes over messages to a shell that nobody can use', run: talksThrough({ malformed: [...unusable] }) },
  { name: 'carries a shell over a long way', run: talksThrough({ delayMs: 60 }) },
  {
    name: 'goes on after an acknowledgement was lost',
    fault: { name: 'lost-acknowledgement-stalls', sign: /^no \/.*sum=42.* in "/ },
    run: survivesALostAcknowledgement,
  },
  { name: 'keeps a shell over drops of the channel', run: keepsAShellOverADrop },
  {
    name: 'follows a shell to the address that ResumeSession names',
    fault: { name: 'new-address-ignored', sign: /expected 1 to be 2/ },
    run: followsAShellToANewAddress,
  },
  { name: 'shows all that a command prints over a drop', run: printsOverDrops },
  {
    name: 'types all of a paste over a drop',
    fault: { name: 'typing-into-a-drop-ends-the-session', sign: /close sent|Connection is closed/ },
    run: typesOverADrop,
  },
  { name: 'reads all of an SSH connection over a drop', run: connectsOverADrop },
  { name: 'types into a shell again after the service lost its agent for a while', run: waitsOutAPause },
]
