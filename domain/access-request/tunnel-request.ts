import type { TunnelView } from '#contract/snapshot.ts'
import { accessRequestOf, type AccessRequest } from './access-request.ts'
import { tunnelSubject } from './subject.ts'

/** The request that could cure a tunnel's problem of now; null without one, or when nobody else can help. `now` in epoch ms. */
export function tunnelRequestOf(tunnel: TunnelView, now: number): AccessRequest | null {
  const { status, timeline, route } = tunnel
  if (status.kind !== 'failed' && status.kind !== 'reconnecting') return null
  const { problem } = status
  const told = timeline.find((entry) => entry.problem?.code === problem.code)
  const at = status.kind === 'failed' ? status.at : (told?.at ?? now)
  const [, , , target] = route
  const { targetId, agentVersion } = target.facts
  return accessRequestOf({ subject: tunnelSubject(tunnel), problem, at, targetId, agentVersion })
}
