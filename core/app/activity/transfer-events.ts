import type { ActivityEvent } from '#contract/activity.ts'
import type { FileSessionView, TransferView } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import type { EndedConnection, EndedVisit } from './connection-visits.ts'
import { noTally } from './session-tallies.ts'

/** A transfer that is over, with the session that it belonged to. */
export interface EndedTransfer extends EndedConnection {
  readonly view: FileSessionView
  readonly kind: 'files-received' | 'files-sent' | 'files-not-same'
  readonly problem: Problem | null
}

/** Finds the transfers that have ended since it looked last. */
export class TransferEvents {
  /** When each that was told had ended, by its session. */
  readonly #told = new Map<string, Map<string, number>>()

  /** Those of a session's new state that nobody was told of. */
  of(view: FileSessionView): readonly EndedTransfer[] {
    const told = this.#told.get(view.id) ?? new Map<string, number>()
    this.#told.set(view.id, told)
    return view.transfers.flatMap((transfer) => {
      const { id, status } = transfer
      if (!('at' in status) || told.get(id) === status.at) return []
      told.set(id, status.at)
      return [endedOf(view, transfer)]
    })
  }

  forget(session: string): void {
    this.#told.delete(session)
  }
}

function endedOf(view: FileSessionView, { direction, status }: TransferView): EndedTransfer {
  const moved = direction === 'down' ? 'files-received' : 'files-sent'
  const kind = status.kind === 'not-same' ? 'files-not-same' : moved
  const problem = status.kind === 'failed' ? status.problem : null
  const bytes = status.kind === 'same' ? status.amount.bytes : 0
  return {
    key: [view.id, kind, problem?.code ?? ''].join(' '),
    ...{ view, kind, problem },
    bytesIn: direction === 'down' ? bytes : 0,
    bytesOut: direction === 'up' ? bytes : 0,
  }
}

/** Transfers of one kind that ended in a row, as one event; their names are not in it. */
export function eventOfTransfers(
  { last, connections, bytesIn, bytesOut }: EndedVisit<EndedTransfer>,
  now: number,
  person: string | null,
): ActivityEvent {
  const { view, kind, problem } = last
  const { id, request, status, targetId, targetName } = view
  const { profile, region, environment, name } = request
  return {
    at: now,
    kind,
    subject: { of: 'files', id, name: targetName ?? name },
    environment,
    account: profile.type === 'sso' ? profile.accountId : null,
    region,
    ...{ program: null, person, node: targetId, endpoint: null },
    sessionId: status.kind === 'open' ? status.sessionId : null,
    problem,
    ...noTally,
    ...{ bytesIn, bytesOut, connections },
  }
}
