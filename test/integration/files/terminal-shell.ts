import { PassThrough } from 'node:stream'
import { spawn, type IPty } from '@lydell/node-pty'
import type { ShellSession } from '#relay/engine/engine.ts'

/** A shell in a terminal of this computer, as an engine would give it. */
export interface TerminalShell extends ShellSession {
  /** As the far end hangs up. */
  kill(): void
}

/** Starts one. `words`: the program that is to be taken over, as an agent starts it. */
export function openTerminalShell(words: readonly [string, ...string[]], home: string): TerminalShell {
  const pty = openTerminal(words, home)
  const output = outputOf(pty)
  let isGone = false
  const gone = new Promise<void>((resolve) => {
    pty.onExit(() => {
      isGone = true
      output.end()
      resolve()
    })
  })
  const kill = (): void => {
    if (!isGone) pty.kill('SIGKILL')
  }
  return {
    ...{ sessionId: 'here', agentVersion: null, customerMessage: '', output, exitCode: null },
    write(bytes, taken) {
      if (!isGone) pty.write(Buffer.from(bytes) as unknown as string)
      setImmediate(() => taken?.())
      return true
    },
    resize: () => undefined,
    ended: gone.then(() => ({ code: 'SESSION_ENDED', details: {} })),
    kill,
    async stop() {
      kill()
      await gone
    },
  }
}

function openTerminal([file, ...args]: readonly [string, ...string[]], home: string): IPty {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, TERM: 'xterm-256color', PS1: '$ ' }
  return spawn(file, args, { name: 'xterm-256color', cols: 80, rows: 24, cwd: home, env, encoding: null })
}

function outputOf(pty: IPty): PassThrough {
  const output = new PassThrough({ highWaterMark: 65_536 })
  pty.onData((data: unknown) => {
    if (!output.write(data as Buffer)) pty.pause()
  })
  output.on('drain', () => pty.resume())
  return output
}
