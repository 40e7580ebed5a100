import type { NodeAccessView } from '#contract/node-access.ts'
import type { Problem } from '#contract/problem.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import type { Asker } from '#domain/session/state.ts'
import type { Unsubscribe } from '#domain/listeners/listeners.ts'
import type { SessionPlace } from './ports.ts'

/** What an approver has decided, as far as AWS tells. */
export type AccessDecision =
  | { readonly status: 'pending' | 'rejected' | 'revoked' | 'expired' }
  | { readonly status: 'approved'; readonly credentials: TemporaryCredentials; readonly until: number }

/** Just-in-time access of Systems Manager, at AWS. */
export interface AccessRequests {
  /** Whether a role may ask at all; false also where nobody can tell. Asks for nothing. */
  mayAsk(place: SessionPlace): Promise<boolean>
  /** The id of the request. ACCESS_DENIED, AWS_REFUSED. */
  start(place: SessionPlace, request: { readonly targetId: string; readonly reason: string }): Promise<Result<string>>
  decision(place: SessionPlace, requestId: string): Promise<Result<AccessDecision>>
}

/** A start that was refused. */
export interface RefusedStart {
  readonly place: SessionPlace
  readonly targetId: string
  /** What the service said. */
  readonly refusal: Problem
  /** The approved request that the start was made with; null where it was made without any. */
  readonly with: string | null
  readonly asker: Asker
  /** Called once it waits for an approver. */
  onSent(): void
}

/** Access to nodes that is given out on request, as starts of sessions need it. */
export interface GrantedAccess {
  /** The request whose approval holds for a node now. */
  granted(place: SessionPlace, targetId: string): string | null
  /**
   * Has a person ask for access, or joins who asks already; resolves with the approved request once an approver has decided. The
   * refusal itself where access can not be asked for; ACCESS_NOT_GRANTED.
   */
  ensure(start: RefusedStart): Promise<Result<string>>
  /** The credentials of an approved request; ACCESS_NOT_GRANTED once it is over. */
  credentialsOf(requestId: string): Promise<Result<TemporaryCredentials>>
}

/** The same, for windows. */
export interface NodeAccess extends GrantedAccess {
  views(): readonly NodeAccessView[]
  onChange(listener: (view: NodeAccessView) => void): Unsubscribe
  /** Sends the request that somebody filled in. */
  request(id: string, reason: string, ticket: string): Promise<Result<void>>
  withdraw(id: string): void
  dispose(): void
}
