import type { Remedy } from '#contract/problem.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { Messages } from '#words/messages.ts'
import { countdownText } from '#words/span.ts'

const retrying: ReadonlySet<Remedy> = new Set(['retry', 'free-port', 'check-network', 'check-clock', 'none'])

/** True when the problem's own remedy already is to try again, so that a second button would say the same. */
export const isRetry = (remedy: Remedy): boolean => retrying.has(remedy)

/** Milliseconds until a failed tunnel is tried again by itself, 0 while that is due; null when nothing is planned. */
function untilRetry({ status }: Pick<TunnelView, 'status'>, now: number): number | null {
  return status.kind !== 'failed' || status.retry === null ? null : Math.max(0, status.retry.nextAt - now)
}

/** "retry in 14 s", beside the word that a tunnel has failed: it is not over. Null when no try is planned. */
export function retryNote(tunnel: Pick<TunnelView, 'status'>, words: Messages, now: number): string | null {
  const left = untilRetry(tunnel, now)
  if (left === null) return null
  return left === 0 ? words.tunnels.retryNow : words.tunnels.retryIn(countdownText(words, left))
}

/** The same as sentences, with the clients that wait for it and seem to hang. */
export function retrySentence(
  tunnel: Pick<TunnelView, 'status' | 'clients'>,
  words: Messages,
  now: number,
): string | null {
  const left = untilRetry(tunnel, now)
  if (left === null) return null
  return words.tunnels.triesAgain(left === 0 ? '' : countdownText(words, left), tunnel.clients.waiting)
}
