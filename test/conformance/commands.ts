import { expect } from 'vitest'
import type { Behaviour, EngineUnderTest } from './carrier.ts'
import type { SessionWorld } from './session-world.ts'
import { endOf, openCommand, openInteractive } from './terminals.ts'

async function asksInATerminal(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const command = await openInteractive(engine, world, 'test -t 0 && read -p "name? " name; echo "hello $name"')
  await command.printed(/name\? $/)
  command.type('ann\r')
  await command.printed(/hello ann\r\n/)
  expect(await endOf(command)).toMatch(/SESSION_ENDED|Exiting session/)
}

async function keepsStreamsApart(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const command = await openCommand(engine, world, 'echo out; echo err >&2; exit 7')
  await endOf(command)
  const printed = command.received().toString()
  expect(printed).toContain('out\n')
  expect(printed).toContain('err\n')
  expect(command.exitCode()).toBe(7)
}

async function tellsSuccess(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const command = await openCommand(engine, world, 'true')
  await endOf(command)
  expect(command.exitCode()).toBe(0)
}

async function showsOneStream(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const command = await openCommand(engine, world, 'echo one; echo two >&2; echo three; exit 7', {
    streams: 'together',
  })
  await endOf(command)
  for (const line of ['one\n', 'two\n', 'three\n']) expect(command.received().toString()).toContain(line)
  // Documents that keep the streams together tell no exit code.
  expect(command.exitCode()).toBeNull()
}

/** Without a terminal nothing is known of characters: they come cut in any place. */
async function keepsBytes(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const text = 'grüße 你好 🜁\n'
  const command = await openCommand(engine, world, `printf '%s' '${text}'; printf '\\0\\377'`, {
    behaviour: { payloadBytes: 1 },
  })
  await endOf(command)
  const expected = Buffer.concat([Buffer.from(text), Buffer.from([0, 0xff])])
  expect(command.received().subarray(0, expected.length).toString('hex')).toBe(expected.toString('hex'))
}

async function stopsACommand(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  for (const [key, name] of [
    ['interrupt', 'INT'],
    ['quit', 'QUIT'],
  ] as const) {
    // It begins late: AWS's plugin hears signals only some time after it has shaken hands, and dies of earlier ones.
    const command = await openCommand(
      engine,
      world,
      `trap 'echo got ${name}; exit 5' ${name}; sleep 0.3; echo begun; while :; do sleep 0.02; done`,
    )
    await command.printed(/begun/)
    command.press(key)
    await command.printed(new RegExp(`got ${name}`))
    await endOf(command)
    expect(command.exitCode()).toBe(5)
  }
}

async function greets(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const command = await openCommand(engine, world, 'echo done', { behaviour: { customerMessage: 'Mind the gap.' } })
  await endOf(command)
  expect(command.told('Mind the gap.')).toBe(true)
}

/** The end comes by another way than the output, and may not overtake it. */
async function showsAllBeforeTheEnd(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const command = await openCommand(engine, world, 'head -c 400000 /dev/zero | tr "\\0" x; printf end; exit 3', {
    behaviour: { completionMs: 1 },
  })
  await endOf(command)
  const printed = command.received().toString()
  expect(/x*/.exec(printed)?.[0]).toHaveLength(400_000)
  expect(printed.slice(400_000, 400_003)).toBe('end')
  expect(command.exitCode()).toBe(3)
}

export const commands: readonly Behaviour[] = [
  { name: 'runs a command in a terminal, and types its answers', run: asksInATerminal },
  { name: 'shows both streams of a command, and tells its exit code', run: keepsStreamsApart },
  { name: 'tells an exit code of 0', run: tellsSuccess },
  { name: 'shows the one stream of a command that tells no exit code', run: showsOneStream },
  { name: 'shows the bytes of a command, one message each', run: keepsBytes },
  { name: 'interrupts and quits a command without a terminal', run: stopsACommand },
  { name: 'passes on what the agent wants the user to read', run: greets },
  { name: 'shows all that a command printed before it ended', run: showsAllBeforeTheEnd },
]
