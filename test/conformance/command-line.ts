import { expect } from 'vitest'
import { serve, TestClient } from '#test/support/tcp.ts'
import type { Behaviour, EngineUnderTest } from './carrier.ts'
import { runOnSession, runProgram } from './program-under-test.ts'
import type { SessionWorld } from './session-world.ts'
import { eventually } from './waiting.ts'

function programOf(engine: EngineUnderTest): string {
  if (engine.program === null) throw new Error(`${engine.name} is no program`)
  return engine.program
}

async function answer(
  engine: EngineUnderTest,
  args: readonly string[],
): Promise<{ text: string; code: number | null }> {
  const run = runProgram(programOf(engine), args)
  const code = await run.exited
  return { text: run.output(), code }
}

const answers: readonly (readonly [readonly string[], string])[] = [
  [[], '\nThe Session Manager plugin was installed successfully. Use the AWS CLI to start a session.\n\n'],
  [['nonsense'], '\nUnknown operation nonsense. \nUse session-manager-plugin --version to check the version.\n\n'],
  [['a', 'b'], '\nUnknown operation a. \nUse session-manager-plugin --version to check the version.\n\n'],
  [['{}', 'eu-west-1', 'StopSession'], 'Invalid Operation'],
  [['{', 'eu-west-1', 'StartSession'], 'Cannot perform start session: unexpected end of JSON input\n'],
  [
    ['x', 'eu-west-1', 'StartSession'],
    "Cannot perform start session: invalid character 'x' looking for beginning of value\n",
  ],
  [
    ['[]', 'eu-west-1', 'StartSession'],
    'Cannot perform start session: json: cannot unmarshal array into Go value of type ssm.StartSessionOutput\n',
  ],
]

async function answersItsCaller(engine: EngineUnderTest): Promise<void> {
  for (const [args, text] of answers) expect(await answer(engine, args)).toEqual({ text, code: 0 })
  const version = await answer(engine, ['--version'])
  expect(version.text).toMatch(/^\d+(\.\d+){3}\n$/)
  expect(version.code).toBe(0)
}

async function writesEveryText(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const session = world.start({ behaviour: { customerMessage: 'Mind the gap.' } })
  const run = runOnSession(programOf(engine), world, session)
  const id = session.sessionId
  // Ours prints nobody else's words where a caller reads the port.
  const message = engine.name === 'plugin' ? 'Mind the gap.\n' : ''
  try {
    const [, port = ''] = await run.printed(/Port (\d+) opened[^]*Waiting for connections\.\.\.\n/)
    for (let connection = 0; connection < 2; connection += 1) {
      const client = await TestClient.connect(Number(port))
      client.socket.write('anyone?')
      await client.closedOrEnded()
      await eventually(() => expect(run.output().split('check SSM Agent logs').length).toBe(connection + 2))
    }
    run.child.kill('SIGINT')
    expect(await run.exited).toBe(0)
    const refused = '\nConnection to destination port failed, check SSM Agent logs.\n'
    expect(run.output()).toBe(
      `\nStarting session with SessionId: ${id}\n${message}Port ${port} opened for sessionId ${id}.` +
        `\nWaiting for connections...\n\nConnection accepted for session [${id}]\n${refused}${refused}` +
        `Terminate signal received, exiting.\n\n\nExiting session with sessionId: ${id}.\n\n`,
    )
  } finally {
    run.child.kill('SIGKILL')
  }
}

async function writesTheTextsOfAnOldAgent(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await world.serve((socket) => socket.pipe(socket))
  const session = world.start({ behaviour: { agentVersion: '3.0.196.0' } })
  const run = runOnSession(programOf(engine), world, session)
  const id = session.sessionId
  try {
    const [, port = ''] = await run.printed(/Port (\d+) opened[^]*\.\n/)
    const client = await TestClient.connect(Number(port))
    client.socket.write('hello')
    expect((await client.bytes(5)).toString()).toBe('hello')
    client.socket.destroy()
    run.child.kill('SIGINT')
    expect(await run.exited).toBe(0)
    expect(run.output()).toBe(
      `\nStarting session with SessionId: ${id}\nPort ${port} opened for sessionId ${id}.\n` +
        `Connection accepted for session ${id}.\n` +
        `Terminate signal received, exiting.\n\n\nExiting session with sessionId: ${id}.\n\n`,
    )
  } finally {
    run.child.kill('SIGKILL')
  }
}

async function writesTheServicesWords(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  for (const output of ['', 'first line\n\nsecond   line']) {
    const session = world.start()
    const run = runOnSession(programOf(engine), world, session)
    await run.printed(/Waiting for connections/)
    world.gateway.terminate(session.sessionId, output)
    expect(await run.exited).toBe(0)
    const id = session.sessionId
    const words = output === '' ? `Exiting session with sessionId: ${id}.` : `SessionId: ${id} : ${output}`
    expect(run.output().endsWith(`Waiting for connections...\n\n\n${words}\n\n`)).toBe(true)
  }
}

async function interrupts(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTSTP'] as const) {
    const session = world.start()
    const run = runOnSession(programOf(engine), world, session)
    await run.printed(/Waiting for connections/)
    run.child.kill(signal)
    expect(await run.exited).toBe(0)
    await eventually(() => expect(world.isActive(session.sessionId)).toBe(false))
  }
}

async function usesThePort(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const server = await serve(() => undefined)
  await server.close()
  const localPortNumber = String(server.port)
  const properties = { portNumber: '5432', localPortNumber, type: 'LocalPortForwarding' }
  expect((await engine.open(world, { properties })).port).toBe(server.port)
}

async function tellsOfATakenPort(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const holder = await serve(() => undefined)
  const properties = { portNumber: '5432', localPortNumber: String(holder.port), type: 'LocalPortForwarding' }
  const session = world.start({ properties })
  const run = runOnSession(programOf(engine), world, session)
  try {
    const words = `Cannot perform start session: listen tcp 127.0.0.1:${holder.port}: bind: address already in use\n`
    await eventually(() => expect(run.output()).toContain(words), 3_000)
    expect(await run.exited).toBe(0)
    await eventually(() => expect(world.isActive(session.sessionId)).toBe(false), 2_000)
  } finally {
    run.child.kill('SIGKILL')
    await holder.close()
  }
}

async function takesOtherSpellings(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const { sessionId, tokenValue, streamUrl } = world.start()
  const response = JSON.stringify({ sessionId, tokenValue, streamUrl, ResponseMetadata: {} })
  const args = [response, 'eu-west-1', 'StartSession', '', '{"Target":"i-0123456789abcdef0"}', '']
  const run = runProgram(programOf(engine), args)
  try {
    await run.printed(/Waiting for connections/)
    run.child.kill('SIGINT')
    expect(await run.exited).toBe(0)
  } finally {
    run.child.kill('SIGKILL')
  }
}

const of = ['culvert-session', 'plugin'] as const

export const commandLine: readonly Behaviour[] = [
  { name: 'answers its caller byte for byte', of, run: answersItsCaller },
  { name: 'writes every text of a session byte for byte', of, run: writesEveryText },
  { name: 'writes the texts of a session that does not multiplex', of, run: writesTheTextsOfAnOldAgent },
  { name: 'writes the service’s words as they came', of, run: writesTheServicesWords },
  { name: 'ends the session on SIGINT, SIGQUIT and SIGTSTP', of, run: interrupts },
  { name: 'listens on the port that the document names', of, run: usesThePort },
  { name: 'takes the response in lower camel case, inline', of, run: takesOtherSpellings },
  {
    name: 'tells of a taken port and ends the session',
    of,
    fault: { name: 'taken-port-leaves-the-session', sign: /expected true to be false|to contain 'Cannot perform/ },
    run: tellsOfATakenPort,
  },
]
