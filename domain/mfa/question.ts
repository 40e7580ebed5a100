import type { MfaStatus } from '#contract/mfa.ts'
import type { Problem } from '#contract/problem.ts'
import { nextCodeAt } from './code.ts'

/** What happens to the question for a code; times are epoch ms. */
export type MfaEvent =
  | { readonly type: 'asked'; readonly at: number; readonly expiresAt: number }
  | { readonly type: 'code-sent' }
  /** By us or by AWS: the question stays open. */
  | { readonly type: 'code-refused'; readonly at: number; readonly problem: Problem }
  | { readonly type: 'accepted'; readonly expiresAt: number }
  /** Nobody answered, or no code can help. */
  | { readonly type: 'given-up'; readonly at: number; readonly problem: Problem }
  /** What AWS gave has ended, or is good no longer. */
  | { readonly type: 'ended' }

/** The next state; an event that does not fit the state changes nothing. */
export function afterMfaEvent(status: MfaStatus, event: MfaEvent): MfaStatus {
  switch (event.type) {
    case 'asked':
      if (isOpen(status)) return status
      return { kind: 'waiting-code', since: event.at, expiresAt: event.expiresAt, refused: null }
    case 'code-sent':
      if (status.kind !== 'waiting-code') return status
      return { kind: 'checking-code', since: status.since, expiresAt: status.expiresAt }
    case 'code-refused': {
      if (!isOpen(status)) return status
      const refused = { problem: event.problem, nextCodeAt: nextCodeAt(event.at) }
      return { kind: 'waiting-code', since: status.since, expiresAt: status.expiresAt, refused }
    }
    case 'accepted':
      // A code that AWS took is good, whatever became of the question meanwhile.
      return { kind: 'accepted', expiresAt: event.expiresAt }
    case 'given-up':
      return isOpen(status) ? { kind: 'failed', problem: event.problem, at: event.at } : status
    case 'ended':
      return status.kind === 'accepted' ? { kind: 'idle' } : status
  }
}

/** True while somebody is asked. */
export function isOpen(status: MfaStatus): status is Extract<MfaStatus, { kind: 'waiting-code' | 'checking-code' }> {
  return status.kind === 'waiting-code' || status.kind === 'checking-code'
}
