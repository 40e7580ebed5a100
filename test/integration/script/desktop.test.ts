import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, it } from 'vitest'
import { programOnPath } from '#test/support/real-clients.ts'

const desktop = join(import.meta.dirname, '../../../script/setup/desktop.mjs')

/** Starts a desktop and says where it keeps its things; an input that ends asks it to stop. */
const program = `
const { startDesktop } = await import(${JSON.stringify(desktop)})
const { env, stop } = await startDesktop()
console.log(env.XDG_DATA_HOME)
for await (const _ of process.stdin);
await stop()`

/** The children of a process, by number. */
function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter(Boolean).map(Number)
}

/** Whether a process still runs. One that nobody has waited for yet has no command line any more. */
function runs(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== ''
  } catch {
    return false
  }
}

let starter: ChildProcess | null = null
afterEach(() => void starter?.kill('SIGTERM'))

/** A process with a desktop, the programs of that desktop and its folder. */
async function start(): Promise<{ process: ChildProcess; programs: readonly number[]; folder: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'ignore'] })
  starter = child
  const early = once(child, 'exit').then(() => Promise.reject(new Error('no desktop was started')))
  const said = once(createInterface({ input: child.stdout }), 'line')
  const [line] = (await Promise.race([said, early])) as [string]
  return { process: child, programs: childrenOf(child.pid ?? 0), folder: dirname(line) }
}

const isMissing = process.platform !== 'linux' || programOnPath('Xvfb') === null

it.for(['is asked to stop', 'is killed'] as const)(
  'a desktop ends with its starter when that %s',
  async (end, context) => {
    if (isMissing) context.skip('Xvfb is not installed')
    const { process: parent, programs, folder } = await start()
    // The guard, the X server, the bus and the keyring.
    expect(programs.length).toBeGreaterThanOrEqual(3)
    if (end === 'is killed') parent.kill('SIGKILL')
    else parent.stdin?.end()
    await expect.poll(() => [programs.filter(runs), existsSync(folder)], { timeout: 15_000 }).toEqual([[], false])
  },
)
