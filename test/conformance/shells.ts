import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Behaviour, EngineUnderTest } from './carrier.ts'
import type { SessionWorld } from './session-world.ts'
import { endOf, openInteractive, openShell } from './terminals.ts'

const prompt = /\$ $/
/** Takes every byte as it is typed, and says when. */
const raw = 'stty raw -echo; printf ready;'

async function runsAShell(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const shell = await openShell(engine, world)
  await shell.printed(prompt)
  shell.type('stty size; echo "sum=$((40 + 2))"\r')
  await shell.printed(/100 300\r\n[^]*sum=42/)
  shell.type('exit\r')
  expect(await endOf(shell)).toMatch(/SESSION_ENDED|Exiting session/)
  expect(world.isActive(shell.sessionId)).toBe(false)
}

async function knowsItsSize(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const shell = await openShell(engine, world, { screen: { columns: 97, rows: 41 } })
  await shell.printed(prompt)
  await hasSize(shell, '41 97')
  shell.resize({ columns: 132, rows: 43 })
  await hasSize(shell, '43 132')
}

/** A size is on its way for a while: AWS's plugin looks twice a second. */
async function hasSize(shell: Awaited<ReturnType<typeof openShell>>, size: string): Promise<void> {
  shell.type(`until [ "$(stty size)" = "${size}" ]; do sleep 0.05; done; echo "now"' ${size}'\r`)
  await shell.printed(new RegExp(`now ${size}`))
}

async function keepsTheLastOfManySizes(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const shell = await openShell(engine, world, { screen: { columns: 80, rows: 24 } })
  await shell.printed(prompt)
  for (let columns = 81; columns <= 120; columns += 1) shell.resize({ columns, rows: 30 })
  await hasSize(shell, '30 120')
  shell.resize({ columns: 80, rows: 24 })
  await hasSize(shell, '24 80')
}

async function pressesKeys(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const each = 'for key in 1 2 3 4; do dd bs=1 count=1 2>/dev/null | od -An -tx1; done'
  const command = await openInteractive(engine, world, `${raw} ${each}`)
  await command.printed(/ready/)
  // Before it has typed anything, AWS's plugin may not listen for signals yet: they end it.
  command.type('x')
  await command.printed(/78\n/)
  for (const [key, byte] of [
    ['interrupt', '03'],
    ['quit', '1c'],
    ['suspend', '1a'],
  ] as const) {
    command.press(key)
    await command.printed(new RegExp(`${byte}\n`))
  }
  await endOf(command)
}

async function interruptsWhatRuns(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const shell = await openShell(engine, world)
  await shell.printed(prompt)
  shell.type('(echo rea""dy; exec sleep 600)\r')
  await shell.printed(/ready/)
  shell.press('interrupt')
  // A terminal throws away what was typed before an interrupt.
  await shell.printed(/ready\r\n\^C[^]*\$ /)
  shell.type('echo status=$?.\r')
  await shell.printed(/status=130\./)
}

async function typesAnyCharacter(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const text = 'grüße, 你好, 🜁'
  const size = Buffer.byteLength(text)
  const command = await openInteractive(engine, world, `${raw} head -c ${size} | od -An -v -tx1`)
  await command.printed(/ready/)
  // Byte after byte: no character arrives whole.
  for (const byte of Buffer.from(text)) command.type(Uint8Array.of(byte))
  await endOf(command)
  expect(hexIn(command.received().toString())).toBe(Buffer.from(text).toString('hex'))
}

const hexIn = (printed: string): string => (/ready([\s0-9a-f]*)/.exec(printed)?.[1] ?? '').replace(/\s/g, '')

async function showsAnyCharacter(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const line = 'zażółć gęślą jaźń 你好世界 🜁🜂🜃'
  const command = await openInteractive(engine, world, `for n in 1 2 3 4 5; do echo '${line}'; done`, {
    // The agent sends whole characters: of so many bytes that each message has another cut.
    behaviour: { payloadBytes: 7, fragmentBytes: 50 },
  })
  await endOf(command)
  expect(command.received().toString()).toContain(`${line}\r\n`.repeat(5))
}

async function takesAPaste(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const pasted = Array.from({ length: 30_000 }, (_, index) => `${index}`.padStart(9, '.')).join('\n')
  const command = await openInteractive(engine, world, `${raw} head -c ${pasted.length} | sha256sum`)
  await command.printed(/ready/)
  command.type(pasted)
  const [, digest] = await command.printed(/ready([0-9a-f]{64})/)
  expect(digest).toBe(createHash('sha256').update(pasted).digest('hex'))
}

const lines = 300_000

async function showsAFloodToASlowReader(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  // It waits for a key at the end: a terminal whose program is gone may lose what was not read.
  const flood = `stty -onlcr; printf ready; seq -w 1 ${lines} | sed 's/$/xxx/'; read -n 1 key`
  const command = await openInteractive(engine, world, flood, { behaviour: { payloadBytes: 16_384 } })
  await command.printed(/ready/)
  for (let part = 1; part <= 6; part += 1) {
    command.stopReading()
    await new Promise((resolve) => setTimeout(resolve, 50))
    command.readOn()
    await command.bytes(5 + (part * lines * 10) / 6)
  }
  const shown = command.received().subarray(5).toString().trimEnd().split('\n')
  expect(shown).toHaveLength(lines)
  expect(shown.findIndex((line, index) => line !== `${index + 1}xxx`.padStart(9, '0'))).toBe(-1)
  command.type('x')
  await endOf(command)
}

export const shells: readonly Behaviour[] = [
  { name: 'runs a shell from its prompt to its end', run: runsAShell },
  { name: 'tells a shell the size of its terminal, and each new one', run: knowsItsSize },
  { name: 'tells a shell the last of many sizes', run: keepsTheLastOfManySizes },
  { name: 'types the signals of a terminal as bytes', run: pressesKeys },
  { name: 'interrupts what runs in a shell', run: interruptsWhatRuns },
  { name: 'types characters of many bytes, byte by byte', run: typesAnyCharacter },
  { name: 'shows characters of many bytes', run: showsAnyCharacter },
  { name: 'types a paste of 300 kB whole', run: takesAPaste },
  { name: 'shows 3 MB to one who reads by fits and starts, all of it', run: showsAFloodToASlowReader },
]
