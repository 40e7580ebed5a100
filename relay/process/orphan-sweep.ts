import type { Clock } from '#domain/clock/clock.ts'
import type { ProcessMark } from './run-file.ts'
import { startTimeOf } from './start-time.ts'

const politeMs = 1_000
const lookAgainMs = 50

/**
 * Ends the given processes: SIGINT, a second, SIGKILL. A pid that now belongs to another process is left alone. Returns
 * the pids that were ended.
 */
export async function sweepOrphans(orphans: readonly ProcessMark[], clock: Clock): Promise<readonly number[]> {
  const ended = await Promise.all(orphans.map(async (orphan) => ((await end(orphan, clock)) ? orphan.pid : null)))
  return ended.filter((pid) => pid !== null)
}

async function end(orphan: ProcessMark, clock: Clock): Promise<boolean> {
  if (!(await isSame(orphan))) return false
  signal(orphan.pid, 'SIGINT')
  const giveUpAt = clock.now() + politeMs
  while (clock.now() < giveUpAt) {
    await new Promise<void>((resolve) => clock.after(lookAgainMs, resolve))
    if (!(await isSame(orphan))) return true
  }
  signal(orphan.pid, 'SIGKILL')
  return true
}

async function isSame({ pid, startTime }: ProcessMark): Promise<boolean> {
  return (await startTimeOf(pid)) === startTime
}

function signal(pid: number, name: 'SIGINT' | 'SIGKILL'): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended in between.
  }
}
