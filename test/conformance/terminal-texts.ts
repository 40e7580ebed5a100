import { expect } from 'vitest'
import type { Behaviour, EngineUnderTest } from './carrier.ts'
import { placeIn } from './place.ts'
import type { SessionWishes, SessionWorld } from './session-world.ts'
import { runInTerminal, type TerminalProgram } from './terminal-program.ts'

/** Runs the program on a session and lets nothing of it live on. */
async function withProgram(
  engine: EngineUnderTest,
  world: SessionWorld,
  wishes: SessionWishes,
  use: (run: TerminalProgram, sessionId: string) => Promise<void>,
): Promise<void> {
  if (engine.program === null) throw new Error(`${engine.name} is no program`)
  const kind = wishes.sessionType === undefined ? 'connection' : 'shell'
  const run = runInTerminal(engine.program, placeIn(world), world.start(wishes), { kind })
  try {
    await use(run, run.sessionId)
  } finally {
    run.kill('SIGKILL')
    await run.exited
  }
}

async function writesAShellsTexts(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await withProgram(engine, world, { sessionType: 'Standard_Stream' }, async (run, sessionId) => {
    await run.printed(/\$ $/)
    const start = `\nStarting session with SessionId: ${sessionId}\n`
    expect(run.output().startsWith(start)).toBe(true)
    run.type('exit\n')
    expect(await run.exited).toBe(0)
    expect(run.output().endsWith(`\n\nExiting session with sessionId: ${sessionId}.\n\n`)).toBe(true)
  })
}

async function complainsToNobody(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await withProgram(engine, world, { sessionType: 'Standard_Stream' }, async (run, sessionId) => {
    await run.printed(/\$ $/)
    world.gateway.drop(sessionId, 1000)
    await expect
      .poll(() => world.events.filter((event) => event === 'gateway.channel-opened'), { timeout: 8_000 })
      .toHaveLength(2)
    run.type('exit\n')
    expect(await run.exited).toBe(0)
    expect(run.errors()).toBe('')
  })
}

async function writesACommandsTexts(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const properties = { commands: 'echo out; exit 7', separateOutputStream: 'true' }
  const wishes = { sessionType: 'NonInteractiveCommands', properties, behaviour: { customerMessage: 'Mind the gap.' } }
  await withProgram(engine, world, wishes, async (run, sessionId) => {
    expect(await run.exited).toBe(0)
    expect(run.output()).toBe(
      `\nStarting session with SessionId: ${sessionId}\nMind the gap.\nout\nEXIT_CODE: 7` +
        `\n\nExiting session with sessionId: ${sessionId}.\n\n`,
    )
  })
}

async function writesTheTextsOfSsh(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await world.serve((socket) => {
    socket.write('SSH-2.0-greeting\n')
    socket.once('data', (data: Buffer) => socket.end(data))
  })
  await withProgram(engine, world, { properties: { portNumber: '22' } }, async (run, sessionId) => {
    await run.printed(/SSH-2\.0-greeting\n/)
    run.type('over and out')
    expect(await run.exited).toBe(0)
    expect(run.output()).toBe(
      `\nStarting session with SessionId: ${sessionId}\nSSH-2.0-greeting\nover and out` +
        `\n\nExiting session with sessionId: ${sessionId}.\n\n`,
    )
  })
}

async function goesOnWithoutInput(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const properties = { commands: 'sleep 0.3; echo done', separateOutputStream: 'true' }
  await withProgram(engine, world, { sessionType: 'NonInteractiveCommands', properties }, async (run) => {
    run.endInput()
    await run.exited
    expect(run.output()).toContain('done')
  })
}

async function endsWithItsInput(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await withProgram(engine, world, { sessionType: 'Standard_Stream' }, async (run) => {
    await run.printed(/\$ $/)
    run.endInput()
    expect(await run.exited).toBe(0)
    expect(run.output().endsWith('Cannot perform start session: EOF\n')).toBe(true)
  })
}

const of = ['culvert-session', 'plugin'] as const

/** What only programs print, or only a program's input can do. */
export const terminalTexts: readonly Behaviour[] = [
  { name: 'writes the texts of a shell byte for byte', of, run: writesAShellsTexts },
  { name: 'writes the texts of a command byte for byte', of, run: writesACommandsTexts },
  { name: 'writes the texts of an SSH session byte for byte', of, run: writesTheTextsOfSsh },
  { name: 'writes nothing to standard error, also when it resumes', of, run: complainsToNobody },
  {
    name: 'lets a command run on when there is no input',
    of,
    fault: { name: 'command-ends-with-its-input', sign: /to contain 'done'/ },
    run: goesOnWithoutInput,
  },
  { name: 'ends a shell with its input (EOF)', of, run: endsWithItsInput },
]
