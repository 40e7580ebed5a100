import type { Remedy } from '#contract/problem.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { tunnelRequestOf } from '#domain/access-request/tunnel-request.ts'
import type { Messages } from '#words/messages.ts'

/** What the button of a remedy says. Where no letter can be written, it offers the diagnostics that are copied instead. */
export function remedyLabel(remedy: Remedy, tunnel: TunnelView, words: Messages): string {
  const lacksLetter = remedy === 'copy-request' && !hasRequest(tunnel)
  return lacksLetter ? words.tunnels.failure.copyDiagnostics : words.remedies[remedy]
}

/** True when a letter to somebody else could help. */
export function hasRequest(tunnel: TunnelView): boolean {
  return tunnelRequestOf(tunnel, 0) !== null
}
