import type { ProxyRefusal, ProxyStatus } from '#contract/proxy-sign-in.ts'

/** What happens to the question for a name and password; times are epoch ms. */
export type ProxyEvent =
  | { readonly type: 'asked'; readonly at: number; readonly expiresAt: number; readonly refused: ProxyRefusal | null }
  | { readonly type: 'sent' }
  /** The question stays open. */
  | { readonly type: 'refused'; readonly reason: ProxyRefusal }
  | { readonly type: 'accepted' }
  | { readonly type: 'let-go' }
  /** What was accepted is good no longer. */
  | { readonly type: 'ended' }

type Open = Extract<ProxyStatus, { kind: 'asking' | 'checking' }>

/** True while somebody is asked. */
export const isProxyAsking = (status: ProxyStatus): status is Open =>
  status.kind === 'asking' || status.kind === 'checking'

/** The next state; an event that does not fit the state changes nothing. */
export function afterProxyEvent(status: ProxyStatus, event: ProxyEvent): ProxyStatus {
  switch (event.type) {
    case 'asked':
      if (isProxyAsking(status)) return status
      return { kind: 'asking', since: event.at, expiresAt: event.expiresAt, refused: event.refused }
    case 'sent':
      return status.kind === 'asking' ? { kind: 'checking', since: status.since, expiresAt: status.expiresAt } : status
    case 'refused':
      if (!isProxyAsking(status)) return status
      return { kind: 'asking', since: status.since, expiresAt: status.expiresAt, refused: event.reason }
    case 'accepted':
      return { kind: 'accepted' }
    case 'let-go':
      return isProxyAsking(status) ? { kind: 'let-go' } : status
    case 'ended':
      return status.kind === 'accepted' ? { kind: 'idle' } : status
  }
}
