import type { ShellStatus } from '#contract/shells.ts'

/** Whether something runs, or is about to: what counts as a shell that is there. */
export function isLiveShell({ kind }: ShellStatus): boolean {
  return kind === 'opening' || kind === 'open' || kind === 'reconnecting'
}
