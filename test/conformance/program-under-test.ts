import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import type { Carrier, EngineName, EngineUnderTest } from './carrier.ts'
import { rememberProgram } from './programs-left.ts'
import { region, type SessionWorld, type StartedSession, targetId } from './session-world.ts'
import { runInTerminal, type TerminalProgram } from './terminal-program.ts'

/** A program that runs, and all it has printed. */
export interface RunningProgram {
  readonly child: ChildProcess
  output(): string
  /** Resolves when the output matches; rejects with it when the program exits before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  /** Resolves with the exit code once all output is there. */
  readonly exited: Promise<number | null>
}

/** Starts a program on a session the way aws-cli does, the response in its environment. */
export function runOnSession(program: string, world: SessionWorld, session: StartedSession): RunningProgram {
  const { sessionId, tokenValue, streamUrl } = session
  const response = JSON.stringify({ SessionId: sessionId, TokenValue: tokenValue, StreamUrl: streamUrl })
  const request = JSON.stringify({ Target: targetId })
  return runProgram(
    program,
    ['AWS_SSM_START_SESSION_RESPONSE', region, 'StartSession', '', request, world.ssmEndpoint],
    {
      AWS_SSM_START_SESSION_RESPONSE: response,
    },
  )
}

export function runProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningProgram {
  const child = spawn(program, args, {
    env: {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_EC2_METADATA_DISABLED: 'true',
      PATH: process.env['PATH'] ?? '',
      TMPDIR: tmpdir(),
      ...environment,
    },
  })
  let output = ''
  const checks = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      output += data.toString()
      for (const check of checks) check()
    })
  }
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  rememberProgram({ exited, kill: () => void child.kill('SIGKILL') })
  const printed = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const match = pattern.exec(output)
        if (match !== null) resolve(match)
      }
      checks.add(check)
      check()
      void exited.then(() => reject(new Error(output)))
    })
  return { child, output: () => output, printed, exited }
}

/** An engine that is a program of its own. */
export function programUnderTest(name: EngineName, program: string): EngineUnderTest {
  const running: RunningProgram[] = []
  const terminals: TerminalProgram[] = []
  return {
    name,
    program,
    async open(world, wishes) {
      const session = world.start(wishes)
      const run = runOnSession(program, world, session)
      running.push(run)
      const opened = await run.printed(new RegExp(`Port (\\d+) opened for sessionId ${session.sessionId}\\.\n`))
      return carrierOf(run, session.sessionId, Number(opened[1]))
    },
    openTerminal(place, session, wishes) {
      const terminal = runInTerminal(program, place, session, wishes)
      terminals.push(terminal)
      return Promise.resolve(terminal)
    },
    async dispose() {
      for (const terminal of terminals) {
        terminal.kill('SIGKILL')
        await terminal.exited
      }
      for (const run of running) {
        run.child.kill('SIGKILL')
        await run.exited
      }
    },
  }
}

function carrierOf(run: RunningProgram, sessionId: string, port: number): Carrier {
  return {
    sessionId,
    port,
    refusals: () => run.output().split('Connection to destination port failed').length - 1,
    ended: run.exited.then(() => run.output()),
    async stop() {
      run.child.kill('SIGINT')
      await run.exited
    },
  }
}
