import type { Snapshot, TunnelView } from '#contract/snapshot.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import type { Messages } from '#words/messages.ts'
import { problemText } from '#words/problem-text.ts'
import { surroundingsOf } from '#words/surroundings.ts'

/** Milliseconds between two polite announcements of the same tunnel. */
export const announceEveryMs = 5_000

export interface Announcement {
  readonly polite: readonly string[]
  readonly assertive: readonly string[]
}

/**
 * Decides what to say about each new snapshot: a state once it has changed, at most one per tunnel in five seconds; a
 * failure at once, and only once until the tunnel has left that state.
 */
export function createAnnouncer() {
  const states = new Map<string, string>()
  const spokenAt = new Map<string, number>()

  const say = (
    tunnel: TunnelView,
    words: Messages,
    now: number,
  ): { readonly tone: keyof Announcement; readonly text: string } | null => {
    const { id } = tunnel
    const kind = tunnel.status.kind
    const before = states.get(id)
    if (before === kind) return null
    if (before !== undefined && kind !== 'failed' && now - (spokenAt.get(id) ?? 0) < announceEveryMs) return null
    states.set(id, kind)
    if (before === undefined) return null
    spokenAt.set(id, now)
    if (tunnel.status.kind === 'failed') {
      const { problem } = tunnel.status
      const headline = problemText(problem, words, surroundingsOf(tunnel)).headline
      return { tone: 'assertive', text: words.tunnels.announceFailed(fullName(tunnel), headline) }
    }
    return { tone: 'polite', text: words.tunnels.announce(fullName(tunnel), words.tunnels.states[kind]) }
  }

  return (snapshot: Snapshot, words: Messages, now: number): Announcement => {
    const said = snapshot.tunnels.flatMap((tunnel) => say(tunnel, words, now) ?? [])
    const of = (tone: keyof Announcement): string[] => said.filter((one) => one.tone === tone).map((one) => one.text)
    return { polite: of('polite'), assertive: of('assertive') }
  }
}
