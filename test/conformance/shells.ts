import { expect } from 'vitest'
import type { Behaviour, EngineUnderTest } from './carrier.ts'
import { type RunningProgram, runOnSession } from './program-under-test.ts'
import type { SessionWishes, SessionWorld } from './session-world.ts'
import { soon } from './transfers.ts'

/** Runs the program on a session and lets nothing of it live on. */
async function withProgram(
  engine: EngineUnderTest,
  world: SessionWorld,
  wishes: SessionWishes,
  use: (run: RunningProgram, sessionId: string) => Promise<void>,
): Promise<void> {
  if (engine.program === null) throw new Error(`${engine.name} is no program`)
  const session = world.start(wishes)
  const run = runOnSession(engine.program, world, session)
  try {
    await use(run, session.sessionId)
  } finally {
    run.child.kill('SIGKILL')
    await run.exited
  }
}

const type = (run: RunningProgram, text: string): void => void run.child.stdin?.write(text)

async function runsAShell(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await withProgram(engine, world, { sessionType: 'Standard_Stream' }, async (run, sessionId) => {
    await run.printed(/\$ /)
    expect(run.output().startsWith(`\nStarting session with SessionId: ${sessionId}\n`)).toBe(true)
    type(run, 'stty size; echo "sum=$((40 + 2))"\n')
    await run.printed(/100 300\r\n[^]*sum=42/)
    type(run, 'exit\n')
    expect(await run.exited).toBe(0)
    expect(run.output().endsWith(`\n\nExiting session with sessionId: ${sessionId}.\n\n`)).toBe(true)
  })
}

async function typesSignals(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await withProgram(engine, world, { sessionType: 'Standard_Stream' }, async (run) => {
    await run.printed(/\$ /)
    type(run, '(echo rea""dy; exec sleep 600)\n')
    await run.printed(/ready/)
    run.child.kill('SIGINT')
    // A terminal throws away what was typed before an interrupt.
    await run.printed(/ready\r\n\^C[^]*\$ /)
    type(run, 'echo status=$?.\n')
    await run.printed(/status=130\./)
  })
}

async function runsACommand(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const properties = { commands: 'test -t 0 && echo on a terminal' }
  await withProgram(engine, world, { sessionType: 'InteractiveCommands', properties }, async (run) => {
    expect(await run.exited).toBe(0)
    expect(run.output()).toContain('on a terminal\r\n')
  })
}

async function runsWithoutATerminal(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const properties = { commands: 'echo out; echo err >&2; exit 7', separateOutputStream: 'true' }
  await withProgram(engine, world, { sessionType: 'NonInteractiveCommands', properties }, async (run) => {
    expect(await run.exited).toBe(0)
    expect(run.output()).toMatch(/out\n[^]*err\n[^]*EXIT_CODE: 7/)
  })
}

async function goesOnWithoutInput(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const properties = { commands: 'sleep 0.3; echo done', separateOutputStream: 'true' }
  await withProgram(engine, world, { sessionType: 'NonInteractiveCommands', properties }, async (run) => {
    run.child.stdin?.end()
    await run.exited
    expect(run.output()).toContain('done')
  })
}

async function endsWithItsInput(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await withProgram(engine, world, { sessionType: 'Standard_Stream' }, async (run) => {
    await run.printed(/\$ /)
    run.child.stdin?.end()
    expect(await run.exited).toBe(0)
    expect(run.output().endsWith('Cannot perform start session: EOF\n')).toBe(true)
  })
}

async function carriesStandardStreams(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await world.serve((socket) => {
    socket.write('SSH-2.0-greeting\n')
    socket.pipe(socket)
  })
  await withProgram(engine, world, { properties: { portNumber: '22' } }, async (run, sessionId) => {
    await run.printed(/SSH-2\.0-greeting\n/)
    type(run, 'over and out')
    await run.printed(/over and out/)
    expect(run.output()).toBe(`\nStarting session with SessionId: ${sessionId}\nSSH-2.0-greeting\nover and out`)
  })
}

async function keepsANewlineAlone(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const arrived: Buffer[] = []
  await world.serve((socket) => {
    socket.write('ready')
    socket.on('data', (bytes: Buffer) => arrived.push(bytes))
  })
  await withProgram(engine, world, { properties: { portNumber: '22' } }, async (run) => {
    await run.printed(/ready/)
    type(run, '\n')
    const first = expect.poll(() => Buffer.concat(arrived).toString('hex'), { timeout: 3_000 }).toBe('0a')
    await soon(Promise.resolve(first), () => 'nothing arrived')
  })
}

async function keepsAShellOverADrop(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await withProgram(engine, world, { sessionType: 'Standard_Stream' }, async (run, sessionId) => {
    await run.printed(/\$ /)
    type(run, 'kept=before\n')
    await run.printed(/kept=before/)
    world.gateway.drop(sessionId, 1000)
    await expect.poll(() => world.calls.some((call) => call.startsWith('ResumeSession')), { timeout: 5_000 }).toBe(true)
    type(run, 'echo "$kept and after"\n')
    await run.printed(/before and after/)
  })
}

const of = ['culvert-session', 'plugin'] as const

export const shells: readonly Behaviour[] = [
  { name: 'runs a shell from its prompt to its end', of, run: runsAShell },
  { name: 'types SIGINT into a shell', of, run: typesSignals },
  { name: 'keeps a shell over a drop of the channel', of, run: keepsAShellOverADrop },
  { name: 'runs an interactive command', of, run: runsACommand },
  { name: 'runs a command without a terminal and shows its exit code', of, run: runsWithoutATerminal },
  {
    name: 'lets a command run on when there is no input',
    of,
    fault: { name: 'command-ends-with-its-input', sign: /to contain 'done'/ },
    run: goesOnWithoutInput,
  },
  { name: 'ends a shell with its input (EOF)', of, run: endsWithItsInput },
  { name: 'carries one connection over standard input and output (SSH)', of, run: carriesStandardStreams },
  {
    name: 'keeps a newline that comes alone over standard input',
    of,
    fault: { name: 'newline-becomes-return-in-ssh', sign: /expected '0d' to be '0a'/ },
    run: keepsANewlineAlone,
  },
]
