import type { CallHandlers } from '#contract/calls.ts'
import { ok } from '#domain/result.ts'
import type { ProfileDirectory, SignInEditing, SignIns } from '#core/app/ports.ts'

type SignInHandlers = Pick<
  CallHandlers,
  | 'signIn.add'
  | 'signIn.remove'
  | 'signIn.start'
  | 'signIn.cancel'
  | 'signIn.signOut'
  | 'signIn.openPage'
  | 'profile.list'
>

/** What a window may do with sign-ins. */
export function createSignInHandlers(signIns: SignIns & SignInEditing, profiles: ProfileDirectory): SignInHandlers {
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
    'profile.list': async () => ok(await profiles.list()),
  }
}
