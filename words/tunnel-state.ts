import type { TunnelStatus } from '#contract/status.ts'
import type { Messages } from './messages.ts'

/** A tunnel's state in a word or two. One that waits for a person says so: nothing goes on without them. */
export function tunnelStateText(status: TunnelStatus, { tunnels, access }: Messages): string {
  if (status.kind !== 'connecting') return tunnels.states[status.kind]
  if (status.step === 'code') return tunnels.needsCode
  if (status.step === 'approval') return access.needed
  return status.step === 'approver' ? access.waiting : tunnels.states.connecting
}
