import type { TransferStatus } from '#contract/files.ts'

/** Whether there is something left to do for a transfer, so that it is lost with its session. */
export function isUnfinished({ kind }: TransferStatus): boolean {
  return kind !== 'same' && kind !== 'not-same' && kind !== 'failed'
}
