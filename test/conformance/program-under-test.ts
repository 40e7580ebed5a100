import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { pluginCall } from '#test/support/plugin-call.ts'
import { type PrintedText, watchPrinted } from '#test/support/printed-text.ts'
import type { Carrier, EngineName, EngineUnderTest } from './carrier.ts'
import { rememberProgram } from './programs-left.ts'
import { region, type SessionWorld, type StartedSession, targetId } from './session-world.ts'
import { runInTerminal, type TerminalProgram } from './terminal-program.ts'

/** A program that runs, and all it has printed. */
export interface RunningProgram extends PrintedText {
  readonly child: ChildProcess
}

/** Starts a program on a session the way aws-cli does, the response in its environment. */
export function runOnSession(program: string, world: SessionWorld, session: StartedSession): RunningProgram {
  const { args, environment } = pluginCall({ ...session, region, targetId, ssmEndpoint: world.ssmEndpoint })
  return runProgram(program, args, environment)
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
  const text = watchPrinted(child)
  rememberProgram({ exited: text.exited, kill: () => void child.kill('SIGKILL') })
  return { child, ...text }
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
