import { execFile } from 'node:child_process'

const limitMs = 5_000

/** Runs a program of the system's by its absolute path, without a shell. False when it fails, is not there or takes too long. */
export function runQuick(file: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(file, [...args], { env: {}, timeout: limitMs, killSignal: 'SIGKILL' }, (error) => resolve(error === null))
  })
}
