import type { SignInView } from '#contract/sign-in.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { signInOfTunnel } from '#domain/profile/profile.ts'

/** Milliseconds before its end at which a sign-in that does not renew itself starts to warn. */
export const endingMs = 15 * 60_000

/** What a sign-in needs from the user. */
type SignInNeed = 'nothing' | 'ending' | 'waiting' | 'signed-out'

export function signInNeed(signIn: SignInView, now: number): SignInNeed {
  const status = signIn.status
  switch (status.kind) {
    case 'signed-out':
    case 'failed':
      return 'signed-out'
    case 'waiting-browser':
    case 'waiting-device-code':
      return 'waiting'
    case 'signed-in':
      return !status.renewable && status.expiresAt - now < endingMs ? 'ending' : 'nothing'
  }
}

/** Names of the sessions that saved tunnels use. */
export function usedSessions(tunnels: readonly TunnelView[], signIns: readonly SignInView[]): ReadonlySet<string> {
  const sessions = signIns.map(({ session }) => session)
  const used = tunnels.map((tunnel) => signInOfTunnel(tunnel, sessions))
  return new Set(used.flatMap((session) => (session === null ? [] : [session.name])))
}

const urgency: Record<SignInNeed, number> = { 'signed-out': 0, waiting: 1, ending: 2, nothing: 3 }

/** The sign-in to show first: the one that needs the user most. */
export function mostUrgent(signIns: readonly SignInView[], now: number): SignInView | null {
  const [first = null] = signIns.toSorted((a, b) => urgency[signInNeed(a, now)] - urgency[signInNeed(b, now)])
  return first
}
