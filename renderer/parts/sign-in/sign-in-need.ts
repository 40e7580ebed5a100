import type { SignInView } from '#contract/sign-in.ts'

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

const urgency: Record<SignInNeed, number> = { 'signed-out': 0, waiting: 1, ending: 2, nothing: 3 }

/** The sign-in that stands for all of them. */
export interface Spokesman {
  readonly signIn: SignInView
  /** True when tunnels use it: only then it matters that it has ended. */
  readonly isUsed: boolean
}

/**
 * Of the sign-ins that tunnels use, the one that needs the user most; where none uses any, one that works rather than one that
 * does not.
 */
export function spokesmanOf(signIns: readonly SignInView[], used: ReadonlySet<string>, now: number): Spokesman | null {
  const rankOf = (signIn: SignInView): number => urgency[signInNeed(signIn, now)]
  const [mostUrgent] = signIns.filter(({ session }) => used.has(session.name)).toSorted((a, b) => rankOf(a) - rankOf(b))
  if (mostUrgent !== undefined) return { signIn: mostUrgent, isUsed: true }
  const [best] = signIns.toSorted((a, b) => rankOf(b) - rankOf(a))
  return best === undefined ? null : { signIn: best, isUsed: false }
}
