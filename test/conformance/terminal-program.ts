import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { spawn as spawnInTerminal } from '@lydell/node-pty'
import { pluginCall } from '#test/support/plugin-call.ts'
import type { ScreenSize, SignalKey, TerminalCarrier, TerminalWishes } from './carrier.ts'
import { environmentAt, type Place } from './place.ts'
import { rememberProgram } from './programs-left.ts'
import type { StartedSession } from './session-world.ts'
import { Transcript } from './transcript.ts'

/** A program and the ends of its standard streams, whatever they are. */
interface Run {
  write(bytes: string | Uint8Array): void
  end(): void
  resize(size: ScreenSize): void
  pause(): void
  resume(): void
  press(key: SignalKey): void
  kill(signal: NodeJS.Signals): void
  readonly exited: Promise<number | null>
}

interface Start {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Record<string, string>
  readonly print: (bytes: Buffer) => void
  readonly complain: (bytes: Buffer) => void
}

/** A session's program, and what it printed besides the session's own bytes. */
export interface TerminalProgram extends TerminalCarrier {
  /** All that it printed. */
  output(): string
  /** All that it wrote to its standard error; where that is a terminal it is among the rest. */
  errors(): string
  readonly exited: Promise<number | null>
  kill(signal: NodeJS.Signals): void
}

/** Starts a program on a session the way aws-cli does, the response in its environment. */
export function runInTerminal(
  program: string,
  place: Place,
  session: StartedSession,
  wishes: TerminalWishes,
): TerminalProgram {
  const transcript = new Transcript()
  const errors = new Transcript()
  const { args, environment } = pluginCall({ ...place, ...session })
  const start: Start = {
    program,
    args,
    env: { ...environmentAt(place, tmpdir()), ...environment },
    print: (bytes) => transcript.add(bytes),
    complain: (bytes) => errors.add(bytes),
  }
  const run = wishes.screen === undefined ? runWithPipes(start) : runWithScreen(start, wishes.screen)
  rememberProgram({ exited: run.exited, kill: () => run.kill('SIGKILL') })
  void run.exited.then(() => transcript.end())
  return { ...carrierOf(run, transcript, session.sessionId), errors: () => errors.bytes.toString() }
}

function carrierOf(run: Run, transcript: Transcript, sessionId: string): Omit<TerminalProgram, 'errors'> {
  const output = (): string => transcript.bytes.toString()
  const heading = Buffer.byteLength(`\nStarting session with SessionId: ${sessionId}\n`)
  return {
    sessionId,
    output,
    received: () => transcript.bytes.subarray(heading),
    printed: (pattern) => transcript.printed(pattern),
    bytes: async (count) => (await transcript.first(heading + count)).subarray(heading),
    told: (message) => output().includes(`${message}\n`),
    type: (bytes) => run.write(bytes),
    press: (key) => run.press(key),
    endInput: () => run.end(),
    resize: (size) => run.resize(size),
    stopReading: () => run.pause(),
    readOn: () => run.resume(),
    exitCode() {
      const code = /EXIT_CODE: (-?\d+)/.exec(output())?.[1]
      return code === undefined ? null : Number(code)
    },
    exited: run.exited,
    ended: run.exited.then(output),
    kill: (signal) => run.kill(signal),
    async stop() {
      run.kill('SIGHUP')
      await run.exited
    },
  }
}

const signals = { interrupt: 'SIGINT', quit: 'SIGQUIT', suspend: 'SIGTSTP' } as const
export const signalBytes = { interrupt: 0x03, quit: 0x1c, suspend: 0x1a } as const

function runWithPipes({ program, args, env, print, complain }: Start): Run {
  const child: ChildProcess = spawn(program, args, { env })
  const { stdin, stdout, stderr } = child
  stdin?.on('error', () => undefined)
  stdout?.on('data', print)
  stderr?.on('data', complain)
  return {
    write: (bytes) => void stdin?.write(bytes),
    end: () => void stdin?.end(),
    resize: () => {
      throw new Error('A pipe has no size')
    },
    pause: () => void stdout?.pause(),
    resume: () => void stdout?.resume(),
    press: (key) => void child.kill(signals[key]),
    kill: (signal) => void child.kill(signal),
    exited: new Promise((resolve) => child.once('close', resolve)),
  }
}

/** Keys are pressed as on a keyboard: what they do is for the terminal and the program to settle. */
function runWithScreen({ program, args, env, print }: Start, { columns: cols, rows }: ScreenSize): Run {
  const terminal = spawnInTerminal(program, [...args], { env, cols, rows, encoding: null })
  terminal.onData((data: unknown) => {
    if (Buffer.isBuffer(data)) print(data)
  })
  let running = true
  const exited = new Promise<number>((resolve) => {
    terminal.onExit(({ exitCode }) => {
      running = false
      resolve(exitCode)
    })
  })
  return {
    write: (bytes) => terminal.write(Buffer.from(bytes).toString()),
    end: () => terminal.write('\x04'),
    resize: (size) => terminal.resize(size.columns, size.rows),
    pause: () => terminal.pause(),
    resume: () => terminal.resume(),
    press: (key) => terminal.write(String.fromCharCode(signalBytes[key])),
    kill: (signal) => {
      if (running) terminal.kill(signal)
    },
    exited,
  }
}
