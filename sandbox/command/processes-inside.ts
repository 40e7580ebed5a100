import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Tells the processes of one sandbox from all others: each run of it has a control address of its own. */
const MARK = 'CULVERT_SANDBOX_CONTROL'

/**
 * The processes that run inside a sandbox. On Linux whoever carries its environment, however it was orphaned; elsewhere
 * what still descends from `root`.
 */
export async function processesInside(controlUrl: string, root: number): Promise<readonly number[]> {
  if (process.platform === 'linux') return carriersOf(`${MARK}=${controlUrl}`)
  if (process.platform === 'win32') return []
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  return descendantsOf(root, stdout)
}

async function carriersOf(variable: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid)
  const carrying = await Promise.all(pids.map((pid) => carries(pid, variable)))
  return pids.filter((_, index) => carrying[index])
}

/** Processes of others, and those that ended a moment ago, cannot be read. */
const carries = (pid: number, variable: string): Promise<boolean> =>
  readFile(`/proc/${pid}/environ`, 'utf8').then(
    (environment) => environment.split('\0').includes(variable),
    () => false,
  )

function descendantsOf(root: number, listing: string): readonly number[] {
  const pairs = listing.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  const found: number[] = []
  const visit = (parent: number): void => {
    for (const [pid = 0, ppid] of pairs) {
      if (ppid !== parent || pid === root) continue
      found.push(pid)
      visit(pid)
    }
  }
  visit(root)
  return found
}
