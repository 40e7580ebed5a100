import type { ConnectStep } from '#contract/status.ts'

/** True for a step that takes as long as a person does; the others are over in a moment. */
export function waitsForPerson(step: ConnectStep): boolean {
  return step === 'code' || step === 'approval' || step === 'approver'
}
