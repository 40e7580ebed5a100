import type { Clock } from '#domain/clock/clock.ts'

/** The processes around this one. */
export interface Processes {
  /** Id of the process that this one belongs to now. */
  parent(): number
  isRunning(pid: number): boolean
}

const lookMs = 1_000

/**
 * Calls `gone` once when the program that started this one has ended, until the returned function is called. On Unix an
 * orphan gets another parent; on Windows it keeps the number of the dead one.
 */
export function watchParent(gone: () => void, processes: Processes, clock: Clock): () => void {
  const parent = processes.parent()
  const look = (): void => {
    if (processes.parent() !== parent || !processes.isRunning(parent)) gone()
    else cancel = clock.after(lookMs, look)
  }
  let cancel = clock.after(lookMs, look)
  return () => cancel()
}

export const systemProcesses: Processes = {
  parent: () => process.ppid,
  isRunning(pid) {
    try {
      process.kill(pid, 0)
      return true
    } catch (error) {
      // Somebody else's process may not be signalled, but it is there.
      return error instanceof Error && Reflect.get(error, 'code') === 'EPERM'
    }
  },
}
