import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, linkSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const repository = join(import.meta.dirname, '..', '..')
/** Electron takes itself for packaged by the name of its file. */
const name = process.platform === 'win32' ? 'culvert.exe' : 'culvert'
const patienceMs = 30_000
/** `nobody`, where the tests are root's: Chromium has no sandbox for root. */
const nobody = 65_534

/** The app as an installation has it, but not signed and without fuses. */
export interface PackagedApp {
  /** Starts it until it says something on standard error that fits; ends it then. Rejects when it ends without. */
  saysAtStart(pattern: RegExp, start: PackagedStart): Promise<string>
  readonly userData: string
  remove(): Promise<void>
}

/** How it is started. */
export interface PackagedStart {
  readonly switches: readonly string[]
  readonly user: 'root' | 'other'
}

/** Lays the app out in a folder of its own. The files are those of this repository's Electron and of its build. */
export async function layOutPackagedApp(): Promise<PackagedApp> {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-packaged-'))
  const userData = join(folder, 'user')
  const electron = createRequire(import.meta.url)('electron') as string
  linkTree(dirname(electron), join(folder, 'app'))
  const resources = join(folder, 'app', 'resources', 'app')
  mkdirSync(resources)
  cpSync(join(repository, 'package.json'), join(resources, 'package.json'))
  symlinkSync(join(repository, 'dist'), join(resources, 'dist'))
  mkdirSync(userData)
  for (const open of [folder, userData]) await chmod(open, 0o777)
  const file = join(folder, 'app', name)
  return {
    userData,
    saysAtStart: (pattern, start) => saysAtStart({ file, userData }, pattern, start),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/** Links of files instead of copies, for they are 260 MB; where the folders are on two disks, copies. */
function linkTree(from: string, to: string): void {
  mkdirSync(to)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name === 'electron' ? name : entry.name)]
    if (entry.isDirectory()) linkTree(source, target)
    else {
      try {
        linkSync(source, target)
      } catch {
        cpSync(source, target)
      }
    }
  }
}

async function saysAtStart(
  { file, userData }: { readonly file: string; readonly userData: string },
  pattern: RegExp,
  { switches, user }: PackagedStart,
): Promise<string> {
  const asNobody = user === 'other' && process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
  const child = spawn(file, [...switches, `--user-data-dir=${userData}`], {
    ...asNobody,
    env: { ...process.env, HOME: userData, CULVERT_SANDBOX: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: AbortSignal.timeout(patienceMs),
    killSignal: 'SIGKILL',
  })
  const gone = once(child, 'exit')
  let said = ''
  try {
    return await new Promise<string>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said.slice(-2_000)}`)))
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text
        const line = said.split('\n').find((one) => pattern.test(one))
        if (line !== undefined) resolve(line)
      })
    })
  } finally {
    child.kill('SIGKILL')
    await gone
  }
}
