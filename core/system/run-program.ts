import { execFile } from 'node:child_process'
import type { RunProgram } from '../app/ports.ts'

const usualOutputLimit = 65_536

/** Runs a program without a shell; one that takes too long or says too much is killed. */
export const runProgram: RunProgram = (file, args, limitMs, outputLimit = usualOutputLimit) =>
  new Promise((resolve) => {
    const options = { timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: outputLimit, windowsHide: true } as const
    try {
      const child = execFile(file, args, options, (error, output, complaint) => {
        if (error === null) resolve({ kind: 'exited', code: 0, output, complaint })
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
