import type { ActivityEvent } from '#contract/activity.ts'
import type { ShellView } from '#contract/shells.ts'
import { noTally } from './session-tallies.ts'

/** Turns what shells show into events: one when a session opens, one when it is over or did not come. */
export class ShellEvents {
  /** The last state of each that was told. */
  readonly #told = new Map<string, string>()

  /** The event of a shell's new state; null when it is none. */
  of(view: ShellView, now: number): ActivityEvent | null {
    const { id, status } = view
    const told = status.kind === 'open' ? `open ${status.sessionId}` : status.kind
    if (this.#told.get(id) === told || status.kind === 'opening' || status.kind === 'closing') return null
    // A channel that was replaced is the same session.
    if (status.kind === 'reconnecting') return null
    this.#told.set(id, told)
    return eventOf(view, now)
  }

  forget(id: string): void {
    this.#told.delete(id)
  }
}

function eventOf({ id, request, status, targetId, targetName }: ShellView, now: number): ActivityEvent {
  const { profile, region, environment, name } = request
  const isOver = status.kind === 'ended' || status.kind === 'failed'
  const openedAt = status.kind === 'ended' ? status.openedAt : null
  return {
    at: now,
    kind: isOver ? 'shell-ended' : 'shell-opened',
    subject: { of: 'shell', id, name: targetName ?? name },
    environment,
    account: profile.type === 'sso' ? profile.accountId : null,
    region,
    ...{ program: null, person: null, node: targetId, endpoint: null, connections: null },
    sessionId: status.kind === 'open' ? status.sessionId : null,
    problem: isOver ? status.problem : null,
    ...noTally,
    lastedMs: openedAt === null ? null : Math.max(0, now - openedAt),
  }
}
