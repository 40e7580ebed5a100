import type { ProfileList } from '#contract/sign-in.ts'
import type { Unsubscribe } from '#domain/listeners/listeners.ts'

/** Profiles a tunnel may use: every account and permission set of every signed-in session, and `~/.aws/config`. */
export interface ProfileDirectory {
  list(): Promise<ProfileList>
  /** Accounts whose name or number has this text are listed before the others; empty for none. */
  seek(text: string): void
  /** What is known so far, while the rest is being listed. */
  onPart(listener: (part: ProfileList) => void): Unsubscribe
}
