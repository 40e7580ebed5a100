import type { TunnelStatus } from '#contract/status.ts'
import type { Messages } from './messages.ts'

/** A tunnel's state in a word or two. One that waits for a person's code says so: nothing goes on without it. */
export function tunnelStateText(status: TunnelStatus, { tunnels }: Messages): string {
  const asksCode = status.kind === 'connecting' && status.step === 'code'
  return asksCode ? tunnels.needsCode : tunnels.states[status.kind]
}
