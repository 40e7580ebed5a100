import { lstat, readFile, readlink } from 'node:fs/promises'
import type { RunProgram } from '../app/ports.ts'

const lookMs = 1_500

/**
 * The file of the program that started a process, absolute; null where the system does not tell, the process is gone, or it belongs
 * to another user. Linux tells in `/proc`, macOS by `ps`; Windows tells it to no program without another being run.
 */
export async function parentProgramOf(pid: number, run: RunProgram): Promise<string | null> {
  switch (process.platform) {
    case 'linux':
      return await parentInProc(pid).catch(() => null)
    case 'darwin':
      return await parentByPs(pid, run)
    default:
      return null
  }
}

async function parentInProc(pid: number): Promise<string | null> {
  const { uid } = await lstat(`/proc/${pid}`)
  if (uid !== process.getuid?.()) return null
  const facts = await readFile(`/proc/${pid}/stat`, 'latin1')
  // A program's name is in brackets, and may have brackets and blanks in it.
  const [, parent] = facts.slice(facts.lastIndexOf(')') + 2).split(' ')
  return await readlink(`/proc/${Number(parent)}/exe`)
}

async function parentByPs(pid: number, run: RunProgram): Promise<string | null> {
  const ps = async (what: string, of: number): Promise<string | null> => {
    const ran = await run('/bin/ps', ['-o', what, '-p', String(of)], lookMs)
    return ran.kind === 'exited' && ran.code === 0 ? ran.output.trim() : null
  }
  const [uid, parent] = (await ps('uid=,ppid=', pid))?.split(/\s+/).map(Number) ?? []
  if (parent === undefined || uid !== process.getuid?.()) return null
  const path = await ps('comm=', parent)
  return path !== null && path.startsWith('/') ? path : null
}
