import { execFile, type ExecFileOptions } from 'node:child_process'
import { programVariables } from '#contract/passed-variables.ts'
import type { ProgramRun, RunProgram } from '../app/ports.ts'

const usualOutputLimit = 65_536
/** What Node says of a program that printed more than it may. */
const tooMuchOutput = 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER'

/** Runs a program without a shell and with this program's environment; one that takes too long or says too much is killed. */
export const runProgram: RunProgram = runner(process.env)

/** The same for programs that need no more than any does: of the environment they get what is listed for all. */
export function createPlainRun(environment: NodeJS.ProcessEnv): RunProgram {
  const listed: ReadonlySet<string> = new Set(programVariables)
  return runner(Object.fromEntries(Object.entries(environment).filter(([name]) => listed.has(name.toUpperCase()))))
}

function runner(env: NodeJS.ProcessEnv): RunProgram {
  return (file, args, limitMs, outputLimit = usualOutputLimit) =>
    run(file, args, { env, timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: outputLimit, windowsHide: true })
}

function run(file: string, args: readonly string[], options: ExecFileOptions): Promise<ProgramRun> {
  return new Promise((resolve) => {
    try {
      const child = execFile(file, args, { ...options, encoding: 'utf8' }, (error, output, complaint) => {
        if (error === null) resolve({ kind: 'exited', code: 0, output, complaint })
        else if (error.code === tooMuchOutput) resolve({ kind: 'flooded' })
        else if (error.killed === true) resolve({ kind: 'timed-out' })
        else if (typeof error.code === 'number') resolve({ kind: 'exited', code: error.code, output, complaint })
        else if (error.code === undefined || error.code === null)
          resolve({ kind: 'exited', code: -1, output, complaint })
        else resolve({ kind: 'not-started', errorCode: String(error.code) })
      })
      child.stdin?.end()
    } catch (error) {
      const errorCode = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
      resolve({ kind: 'not-started', errorCode })
    }
  })
}
