import type { DoorConnection } from '#contract/connections.ts'
import type { Flow } from './flow.ts'

/** Bytes that went within so long (ms) are moving. */
const momentMs = 2_000

/** What a connection does now; `since`: when its client came. Times are milliseconds of one clock. */
export function doingOf(flow: Flow, since: number, now: number): DoorConnection['doing'] {
  const { owedSince, movedAt, total } = flow
  const isFirst = total.in === 0
  const owedMs = owedSince === null ? 0 : now - owedSince
  // A client that says more and more and never had an answer moves nothing.
  const isMoving = now - movedAt < momentMs && !(isFirst && owedMs >= momentMs)
  if (isMoving) return { kind: 'moving' }
  if (owedSince !== null) return { kind: 'asked', forMs: owedMs, isFirst }
  return { kind: 'quiet', forMs: now - Math.max(since, movedAt) }
}
