import { type ChildProcess, spawn } from 'node:child_process'
import type { GrantedSession } from './granted-session.ts'

/** The command with pipes for its standard streams. */
export interface SessionProgram {
  readonly child: ChildProcess
  output(): string
  /** What it wrote on standard error; AWS's plugin never does. */
  complaints(): string
  /** Resolves when the output matches; rejects with all that was written when the command ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  readonly exited: Promise<number | null>
}

export function startProgram(
  program: string,
  { args, environment }: Pick<GrantedSession, 'args' | 'environment'>,
): SessionProgram {
  const child = spawn(program, args, { env: { ...environment } })
  let output = ''
  let complaints = ''
  const checks = new Set<() => void>()
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()))
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString()
    for (const check of checks) check()
  })
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  const printed = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const match = pattern.exec(output)
        if (match !== null) resolve(match)
      }
      checks.add(check)
      check()
      void exited.then(() => reject(new Error(`${output}${complaints}`)))
    })
  return { child, output: () => output, complaints: () => complaints, printed, exited }
}
