import type { RefusedClient } from '#contract/refused-client.ts'
import type { DoorGuard } from '#contract/door.ts'
import type { ClientMessage } from '#contract/client-message.ts'
import type { Problem } from '#contract/problem.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { ConnectionWatch, StreamSource } from '../stream-source.ts'
import type { Client } from './client.ts'
import type { ClosedClient, FarEndCause } from './client-record.ts'
import type { ClientsNow } from './counts-reporter.ts'
import type { FileHandles } from './file-handles.ts'
import type { LetGoCounts } from './let-go-count.ts'
import type { ListeningPlace } from './listen.ts'
import type { Shortage } from './turned-away.ts'
import type { LeaveReason } from './waiting-room.ts'

/** What a front door needs. */
export interface FrontDoorOptions extends ListeningPlace {
  /** What is spoken through it. */
  readonly kind: TunnelKind
  readonly guard: DoorGuard
  /** Longest wait of a parked client, milliseconds. */
  readonly clientWaitMs: number
  readonly clock: Clock
  readonly handles: FileHandles
  /** What carries a client that comes now, or null: it waits. */
  source(): StreamSource | null
  /** The same watch, which also measures what the source carries. */
  measuring(source: StreamSource, watch: ConnectionWatch, client: Client): ConnectionWatch
  /** The source takes nobody for now, whomever it still carries. */
  isDoubted(source: StreamSource): boolean
  /** The source is doubted because its agent says nothing. */
  isMute(source: StreamSource): boolean
  /** Someone waits, and nobody did before. */
  someoneWaits(): void
  clientsChanged(clients: ClientsNow): void
  /** So many were refused for what they said first. */
  clientsRefused(client: RefusedClient, clients: number): void
  /** So many were closed at once, for this was short. */
  clientsTurnedAway(clients: number, why: Shortage): void
  /** A client's connection is closed. */
  clientClosed(client: ClosedClient): void
  /** So many went over from sources that are doubted to another one. */
  clientsMoved(clients: number): void
  /** A client was not carried. */
  clientLost(reason: LeaveReason | FarEndCause | 'stream-not-opened', waitedMs: number): void
  /** What a client is to be told of a problem, or when its time is over; null closes it without a word. */
  wordsFor(problem: Problem | null): Promise<ClientMessage | null>
  /** So many clients that were let go are gone. */
  clientsLetGo(counts: LetGoCounts): void
}
