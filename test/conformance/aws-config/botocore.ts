import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runClient } from '#test/support/real-clients.ts'

const root = join(import.meta.dirname, '../../..')
const script = join(import.meta.dirname, 'read_with_botocore.py')

/** Both files as bytes; `encoding` is Python's name of the one that the reader's language has, UTF-8 unless given. */
export interface FilePair {
  readonly config: Buffer
  readonly credentials: Buffer
  readonly encoding?: string
}

/** A value of botocore's: text, or the nested map below an empty value. */
type BotocoreValue = string | Readonly<Record<string, string>>
type BotocoreSections = Readonly<Record<string, Readonly<Record<string, BotocoreValue>>>>

/** Where credentials come from, as far as it can be said without getting them; `null` when nowhere. */
export type Origin =
  | { readonly from: 'keys'; readonly id: string; readonly secret: string; readonly token: string | null }
  | {
      readonly from: 'sso'
      readonly startUrl: string
      readonly region: string
      readonly accountId: string
      readonly roleName: string
    }
  | { readonly from: 'process'; readonly words: readonly string[] }
  | { readonly from: 'login'; readonly session: string; readonly region: string }
  | { readonly from: 'web-identity'; readonly role: string; readonly file: string }
  | { readonly from: 'source'; readonly source: string }
  | { readonly from: 'role'; readonly role: string; readonly source: Origin | null }

/** What botocore reads in a pair of files. */
export type BotocoreReading =
  | { readonly refused: string }
  | {
      readonly profiles: BotocoreSections
      readonly sessions: BotocoreSections
      readonly outcomes: Readonly<Record<string, Origin | { readonly error: string } | null>>
    }

export interface SplitCommand {
  readonly posix: readonly string[] | null
  readonly windows: readonly string[] | null
}

/** Path of a Python with botocore, or the reason why there is none here. */
export async function findBotocore(): Promise<{ readonly python: string } | { readonly reason: string }> {
  try {
    const folder = (await runClient(process.execPath, [join(root, 'script/sandbox-clients.mjs')])).trim()
    const python = join(folder, process.platform === 'win32' ? 'python.exe' : 'python')
    return existsSync(python) ? { python } : { reason: `there is no ${python}` }
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Reads each pair with botocore, all in one process. */
export async function readWithBotocore(
  python: string,
  pairs: readonly FilePair[],
): Promise<readonly BotocoreReading[]> {
  const cases = pairs.map(({ config, credentials, encoding }) => ({
    config: config.toString('base64'),
    credentials: credentials.toString('base64'),
    encoding: encoding ?? 'utf-8',
  }))
  return (await ask(python, cases)) as readonly BotocoreReading[]
}

/** Splits commands as botocore does on each kind of system. */
export async function splitWithBotocore(python: string, commands: readonly string[]): Promise<readonly SplitCommand[]> {
  return (await ask(
    python,
    commands.map((command) => ({ command })),
  )) as readonly SplitCommand[]
}

function ask(python: string, cases: readonly object[]): Promise<readonly unknown[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['-X', 'utf8', script], { stdio: ['pipe', 'pipe', 'pipe'] })
    let output = ''
    let complaint = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(`botocore's reader ended with ${code}: ${complaint}`))
      resolve(
        output
          .trimEnd()
          .split('\n')
          .map((line): unknown => JSON.parse(line)),
      )
    })
    child.stdin.end(cases.map((one) => `${JSON.stringify(one)}\n`).join(''))
  })
}
