import type { TransferRun } from '#contract/file-relay.ts'
import type { TransferStatus } from '#contract/files.ts'

/** What a transfer has to know, to be begun, resumed and forgotten. Nothing of it is shown. */
export interface TransferPlan {
  readonly onExisting: TransferRun['onExisting']
  readonly resume: TransferRun['resume']
  /** What is there of the file that was being moved last, on the side that it goes to. */
  readonly part: string | null
}

/** A transfer: what windows see of it, and what its next run begins with. `run`: whether the relay works at it. */
export interface TransferState {
  readonly status: TransferStatus
  readonly savedAs: string | null
  readonly plan: TransferPlan
  readonly run: 'none' | 'running' | 'stopping'
}

const fromTheBeginning: TransferPlan = { onExisting: 'ask', resume: null, part: null }

/** One that waits for its turn. */
export function newTransfer(onExisting: TransferPlan['onExisting'] = 'ask'): TransferState {
  const plan = { ...fromTheBeginning, onExisting }
  return { status: { kind: 'waits', behind: null }, savedAs: null, plan, run: 'none' }
}

/** Whether it takes its turn when nothing else moves. */
export function isReadyToRun({ status, run }: TransferState): boolean {
  return run === 'none' && status.kind === 'waits'
}

/** Whether nothing more comes of it, unless somebody asks for it again. */
export function isOver({ status }: TransferState): boolean {
  return status.kind === 'same' || status.kind === 'not-same' || status.kind === 'failed'
}
