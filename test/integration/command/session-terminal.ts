import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type IPty, spawn } from '@lydell/node-pty'
import type { GrantedSession } from './granted-session.ts'

/** The command on a terminal of its own, between two looks at the terminal's settings. */
export interface SessionTerminal {
  /** All bytes that the terminal was to show. */
  shown(): Buffer
  /** Resolves when they match, as Latin-1; rejects with them when all is over before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  type(text: string): void
  resize(columns: number, rows: number): void
  /** Id of the command's process. */
  pid(): number
  /** Resolves when the command has ended and its terminal was looked at again. */
  over(): Promise<{ readonly exitCode: number; readonly before: string; readonly after: string }>
  /** Ends all of it and forgets its files. */
  dispose(): Promise<void>
}

const script = `
stty -g > before
sh -c 'echo $$ > pid; exec "$0" "$@"' "$@"
echo $? > code
stty -g > after
`

export async function openTerminal(program: string, session: GrantedSession): Promise<SessionTerminal> {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-terminal-'))
  const terminal = spawn('/bin/sh', ['-c', script, 'sh', program, ...session.args], {
    cwd: folder,
    env: session.environment,
    cols: 101,
    rows: 41,
    encoding: null,
  })
  const screen = watch(terminal)
  const fileOf = (name: string): string => readFileSync(join(folder, name), 'utf8').trim()
  return {
    shown: screen.shown,
    printed: screen.printed,
    type: (text) => terminal.write(text),
    resize: (columns, rows) => terminal.resize(columns, rows),
    pid: () => Number(fileOf('pid')),
    async over() {
      await screen.over
      return { exitCode: Number(fileOf('code')), before: fileOf('before'), after: fileOf('after') }
    },
    async dispose() {
      terminal.kill('SIGKILL')
      await screen.over
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Watched {
  shown(): Buffer
  printed(pattern: RegExp): Promise<RegExpExecArray>
  readonly over: Promise<void>
}

function watch(terminal: IPty): Watched {
  const parts: Buffer[] = []
  const checks = new Set<() => void>()
  const shown = (): Buffer => Buffer.concat(parts)
  // Without an encoding the bytes come as they are, whatever the type says.
  terminal.onData((data: string | Buffer) => {
    parts.push(Buffer.from(data))
    for (const check of checks) check()
  })
  const over = new Promise<void>((resolve) => terminal.onExit(() => resolve()))
  const printed = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const match = pattern.exec(shown().toString('latin1'))
        if (match === null) return
        checks.delete(check)
        resolve(match)
      }
      checks.add(check)
      check()
      void over.then(() => reject(new Error(shown().toString('latin1'))))
    })
  return { shown, printed, over }
}
