import type { SignInView } from '#contract/sign-in.ts'
import type { Messages } from '#words/messages.ts'
import { spanText } from '#words/span.ts'

/** Where a sign-in stands, in a few words. */
export function signInText(signIn: SignInView, words: Messages, now: number): string {
  const { identity } = words.signIn
  switch (signIn.status.kind) {
    case 'signed-out':
      return identity.signedOut
    case 'failed':
      return identity.failed
    case 'waiting-browser':
    case 'waiting-device-code':
      return identity.waiting
    case 'signed-in':
      return signIn.status.renewable
        ? identity.signedIn
        : words.signIn.left(spanText(words, signIn.status.expiresAt - now))
  }
}
