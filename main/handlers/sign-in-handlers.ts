import type { CallHandlers } from '#contract/calls.ts'
import { ok } from '#domain/result.ts'
import type { Identity } from '#core/app/identity/index.ts'

type SignInHandlers = Pick<
  CallHandlers,
  | 'signIn.add'
  | 'signIn.remove'
  | 'signIn.start'
  | 'signIn.cancel'
  | 'signIn.signOut'
  | 'signIn.openPage'
  | 'mfa.start'
  | 'mfa.answer'
  | 'mfa.cancel'
  | 'profile.list'
  | 'profile.seek'
>

/** What a window may do with sign-ins, and with questions for codes: a code is handed on, and kept by nobody. */
export function createSignInHandlers({
  signIns,
  mfa,
  profiles,
}: Pick<Identity, 'signIns' | 'mfa' | 'profiles'>): SignInHandlers {
  return {
    'signIn.add': async (session) => await signIns.add(session),
    'signIn.remove': async ({ session }) => await signIns.remove(session),
    'signIn.start': async ({ session, method }) => await signIns.start(session, method),
    'signIn.cancel': async ({ session }) => {
      signIns.cancel(session)
      return ok(undefined)
    },
    'signIn.signOut': async ({ session }) => await signIns.signOut(session),
    'signIn.openPage': async ({ session }) => await signIns.openPage(session),
    'mfa.start': async ({ device }) => await mfa.start(device),
    'mfa.answer': async ({ device, code }) => await mfa.answer(device, code),
    'mfa.cancel': async ({ device }) => {
      mfa.cancel(device)
      return ok(undefined)
    },
    'profile.list': async () => ok(await profiles.list()),
    'profile.seek': async ({ text }) => {
      profiles.seek(text)
      return ok(undefined)
    },
  }
}
