import type { ConnectionDoing, DoorConnection } from '#contract/connections.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import { kinds } from '../kinds/kinds.ts'
import { silentAfterMs } from '../session/far-end.ts'

/**
 * What a connection does, as it is shown. A first answer is overdue where the protocol has the far end give it at once; elsewhere, and
 * after the first one, a request takes what it takes.
 */
export function doingOf({ doing }: DoorConnection, kind: TunnelKind): ConnectionDoing {
  if (doing.kind !== 'asked') return doing
  const isOverdue = doing.isFirst && kinds[kind].lateAnswer === 'silence' && doing.forMs >= silentAfterMs
  return { kind: isOverdue ? 'unanswered' : 'waiting', forMs: doing.forMs }
}
