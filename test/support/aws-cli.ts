import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { runClient } from './real-clients.ts'

/** A program, or the reason why there is none. */
export type FoundProgram = { readonly program: string } | { readonly reason: string }

/** How long an installation of the Python clients may take (ms). */
export const clientInstallTimeoutMs = 6 * 60_000

/** AWS CLI version 1 of the pinned Python clients, which are installed if need be. */
export async function findAwsCli1(): Promise<FoundProgram> {
  const script = join(import.meta.dirname, '../../script/sandbox-clients.mjs')
  return await runClient(process.execPath, [script]).then(
    (folder) => ({ program: join(folder.trim(), 'aws') }),
    (error: Error) => ({ reason: error.message }),
  )
}

/** AWS CLI version 2 of the system. */
export async function findAwsCli2(): Promise<FoundProgram> {
  const program = '/usr/bin/aws'
  return await runClient(program, ['--version']).then(
    (version) => (version.startsWith('aws-cli/2.') ? { program } : { reason: `${program} is ${version}` }),
    (error: Error) => ({ reason: error.message }),
  )
}

/** What a program printed, and how it ended. */
interface Ran {
  readonly code: number | null
  readonly output: string
  readonly complaint: string
}

/** A run of the AWS CLI. */
interface RunningCli {
  /** The first group of what is printed, once it is; rejects where the program ends without. */
  printed(pattern: RegExp): Promise<string>
  readonly ended: Promise<Ran>
}

/**
 * Starts the AWS CLI in a sandbox's environment alone, without its static keys: profiles are to be used. `typed` is all that it can read.
 */
export function startAwsCli(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  typed = '',
): RunningCli {
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...variables } = environment
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', PYTHONUNBUFFERED: '1', ...variables }
  const child = spawn(program, [...args, '--output', 'json'], { env, stdio: 'pipe' })
  let [output, complaint] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  // One that asks for nothing closes its input.
  child.stdin.on('error', () => {})
  child.stdin.end(typed)
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output, complaint }))
  })
  const printed = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(output)?.[1]
        if (found !== undefined) resolve(found)
      }
      child.stdout.on('data', look)
      look()
      ended.then(() => reject(new Error(`not printed: ${pattern.source}`)), reject)
    })
  return { printed, ended }
}

/** Runs it to its end. */
export function runAwsCli(...parameters: Parameters<typeof startAwsCli>): Promise<Ran> {
  return startAwsCli(...parameters).ended
}
