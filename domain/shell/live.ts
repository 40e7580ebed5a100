import type { ShellStatus } from '#contract/shells.ts'

/** Whether something runs, or is about to: what counts as a shell that is there. */
export function isLiveShell({ kind }: ShellStatus): boolean {
  return kind === 'opening' || kind === 'open' || kind === 'reconnecting'
}

/** Whether a program may run in it that would be lost with it. What is not open yet, or is being ended, has none to lose. */
export function mayLose({ kind }: ShellStatus): boolean {
  return kind === 'open' || kind === 'reconnecting'
}
