import { type ChildProcess, spawn } from 'node:child_process'
import { type PrintedText, watchPrinted } from '#test/support/printed-text.ts'
import type { GrantedSession } from './granted-session.ts'

/** The command with pipes for its standard streams. */
export interface SessionProgram extends PrintedText {
  readonly child: ChildProcess
  /** What it wrote on standard error; AWS's plugin never does. */
  complaints(): string
}

export function startProgram(
  program: string,
  { args, environment }: Pick<GrantedSession, 'args' | 'environment'>,
): SessionProgram {
  const child = spawn(program, args, { env: { ...environment } })
  let complaints = ''
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()))
  return { child, complaints: () => complaints, ...watchPrinted(child, () => complaints) }
}
