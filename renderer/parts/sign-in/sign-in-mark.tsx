import type { SignInView } from '#contract/sign-in.ts'
import { Ring } from '../../ui/ring.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { signInNeed } from './sign-in-need.ts'

/** Hours a full ring stands for: the usual length of a portal session. */
const fullRingMs = 8 * 3_600_000

interface MarkProps {
  readonly signIn: SignInView
  /** No tunnel uses an unused one: that it has ended is no fault. */
  readonly isUsed: boolean
  readonly now: number
}

/** Where a sign-in stands, as a picture: a ring that empties, or a glyph. */
export function SignInMark({ signIn, isUsed, now }: MarkProps) {
  const need = signInNeed(signIn, now)
  if (need === 'signed-out') return <StateGlyph glyph={isUsed ? 'failed' : 'stopped'} />
  if (need === 'waiting') return <StateGlyph glyph="connecting" />
  const status = signIn.status
  const left = status.kind !== 'signed-in' ? 0 : status.renewable ? 1 : (status.expiresAt - now) / fullRingMs
  return <Ring left={left} tone={need === 'ending' ? 'warn' : 'flow'} />
}
