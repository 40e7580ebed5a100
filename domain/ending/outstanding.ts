import type { TransferView } from '#contract/files.ts'
import type { ShellView } from '#contract/shells.ts'
import type { Snapshot, TunnelView } from '#contract/snapshot.ts'
import { mayLose } from '../shell/live.ts'
import { openConnections } from './ending.ts'

/** A transfer that is not over, and the target that it goes to or comes from. */
export interface OutstandingTransfer {
  readonly transfer: TransferView
  readonly target: string
}

/** What the end of the app would cut off. */
export interface Outstanding {
  /** Those with open connections. */
  readonly tunnels: readonly TunnelView[]
  /** Those in which something may run. */
  readonly shells: readonly ShellView[]
  readonly transfers: readonly OutstandingTransfer[]
}

/** What goes on now. A transfer that somebody has paused is kept, and waits for nobody. */
export function outstandingOf({ tunnels, shells, files }: Pick<Snapshot, 'tunnels' | 'shells' | 'files'>): Outstanding {
  return {
    tunnels: tunnels.filter(({ clients }) => clients.open > 0),
    shells: shells.filter(({ status }) => mayLose(status)),
    transfers: files.flatMap(({ transfers, request }) =>
      transfers.filter(({ status }) => goesOn(status.kind)).map((transfer) => ({ transfer, target: request.name })),
    ),
  }
}

function goesOn(kind: TransferView['status']['kind']): boolean {
  return kind === 'waits' || kind === 'counting' || kind === 'asks' || kind === 'moving' || kind === 'checking'
}

/** True when the app may end and nobody loses anything by that. */
export function isNothing({ tunnels, shells, transfers }: Outstanding): boolean {
  return openConnections(tunnels) + shells.length + transfers.length === 0
}
