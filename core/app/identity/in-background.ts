import type { Log } from '../ports.ts'

/** Lets work go on by itself. A failure here is a bug, or a disk that is full: it is logged and ends there. */
export function inBackground(log: Log, event: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => log.error(event, { error }))
}
