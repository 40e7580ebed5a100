import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { type MalformedMessage, malformedMessages, type Tamper } from '#sandbox/gateway/index.ts'
import { TestClient } from '#test/support/tcp.ts'
import type { Behaviour, EngineUnderTest, KnownFault } from './carrier.ts'
import type { SessionWorld } from './session-world.ts'
import { eventually, soon } from './waiting.ts'

const inWords: Readonly<Record<MalformedMessage, string>> = {
  empty: 'is empty',
  short: 'is shorter than a header',
  'header-beyond-frame': 'says that its header ends beyond it',
  'no-header': 'says that it has no header',
  'no-type': 'has no type',
  'no-date': 'has no date',
  'wrong-digest': 'has the digest of other bytes',
  'unknown-type': 'has a type that nobody knows',
  text: 'is text and no JSON',
  'bad-acknowledgement': 'acknowledges nothing that can be read',
  'from-the-past': 'has a number below zero',
  'from-the-future': 'has a number a million too high',
  corrupted: 'lost a bit on its way',
  'unknown-payload-type': 'carries a payload of a type to come',
}

/** What AWS's plugin does not hear anything after. */
const deafening = {
  'at-the-opening': ['short', 'header-beyond-frame', 'unknown-payload-type'],
  'in-a-session': ['short', 'header-beyond-frame'],
} as const satisfies Record<string, readonly MalformedMessage[]>

/** What the agent sent and the client acknowledged. */
interface Tally {
  readonly tamper: Tamper
  readonly sent: { readonly messages: number; readonly numbers: number }
  readonly acknowledged: number
}

function createTally(): Tally {
  const numbers = new Set<number>()
  let messages = 0
  let acknowledged = 0
  return {
    tamper: ({ direction, type, sequence }) => {
      if (direction === 'to-agent' && type === 'acknowledge') acknowledged += 1
      if (direction === 'to-client' && type === 'output_stream_data') {
        messages += 1
        numbers.add(sequence)
      }
      return 'deliver'
    },
    get sent() {
      return { messages, numbers: numbers.size }
    },
    get acknowledged() {
      return acknowledged
    },
  }
}

/** Every message of the agent is acknowledged, and what is none of the session's is not. */
async function expectAcknowledgements(tally: Tally, message: MalformedMessage): Promise<void> {
  await eventually(() => expect(tally.acknowledged - tally.sent.numbers).toBeGreaterThanOrEqual(0), 3_000)
  if (message !== 'from-the-past' && message !== 'from-the-future') {
    expect(tally.acknowledged).toBeLessThanOrEqual(tally.sent.messages)
  }
  // A bit was lost, so the agent must have had a reason to send the message again.
  if (message === 'corrupted') expect(tally.sent.messages).toBeGreaterThan(tally.sent.numbers)
}

/** Sends random bytes to an echoing endpoint; `halfway` is called when the first of them are back. */
async function echo(client: TestClient, size: number, halfway = (): void => undefined): Promise<void> {
  const before = client.received.length
  const said = randomBytes(size)
  client.socket.write(said)
  const whole = async (): Promise<Buffer> => {
    await client.bytes(before + Math.ceil(size / 10))
    halfway()
    return await client.bytes(before + size)
  }
  const heard = await soon(whole(), () => `only ${client.received.length - before} bytes came back`)
  expect(heard.subarray(before).equals(said)).toBe(true)
}

async function passesOverAtTheOpening(
  message: MalformedMessage,
  engine: EngineUnderTest,
  world: SessionWorld,
): Promise<void> {
  await world.serve((socket) => socket.pipe(socket))
  const tally = createTally()
  const opening = engine.open(world, { behaviour: { malformed: [message], tamper: tally.tamper } })
  const { port } = await soon(opening, () => 'the session does not open')
  const client = await TestClient.connect(port)
  await echo(client, 5_000)
  await expectAcknowledgements(tally, message)
  client.socket.destroy()
}

async function passesOverInASession(
  message: MalformedMessage,
  engine: EngineUnderTest,
  world: SessionWorld,
): Promise<void> {
  await world.serve((socket) => socket.pipe(socket))
  const tally = createTally()
  const { port, sessionId } = await engine.open(world, { behaviour: { tamper: tally.tamper } })
  // A program carries one session, so there it has no neighbour.
  const ports = engine.program === null ? [port, (await engine.open(world)).port] : [port]
  const neighbours = await Promise.all([port, ...ports].map((at) => TestClient.connect(at)))
  for (const neighbour of neighbours) await echo(neighbour, 100)
  const client = await TestClient.connect(port)
  await echo(client, 100_000, () => expect(world.gateway.sendMalformed(sessionId, message)).toBe(true))
  const newcomer = await TestClient.connect(port)
  for (const other of [client, ...neighbours, newcomer]) await echo(other, 1_000)
  await expectAcknowledgements(tally, message)
  for (const other of [client, ...neighbours, newcomer]) other.socket.destroy()
}

function faultOf(when: keyof typeof deafening, message: MalformedMessage, sign: RegExp): { fault?: KnownFault } {
  const deaf: readonly MalformedMessage[] = deafening[when]
  return deaf.includes(message) ? { fault: { name: `deaf-${when}-after-${message}`, sign } } : {}
}

export const malformed: readonly Behaviour[] = malformedMessages.flatMap((message): Behaviour[] => [
  {
    name: `passes over a message at the opening that ${inWords[message]}`,
    ...faultOf('at-the-opening', message, /the session does not open/),
    run: (engine, world) => passesOverAtTheOpening(message, engine, world),
  },
  {
    name: `passes over a message amid a transfer that ${inWords[message]}, and so do its neighbours`,
    ...faultOf('in-a-session', message, /bytes came back/),
    run: (engine, world) => passesOverInASession(message, engine, world),
  },
])
