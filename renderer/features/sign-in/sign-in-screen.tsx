import { useEffect } from 'react'
import type { SignInView } from '#contract/sign-in.ts'
import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import { useActions } from '../../app/actions.ts'
import { useServices, useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { organisationName } from '../../parts/sign-in/organisation-name.ts'
import { SignInForm } from './sign-in-form.tsx'
import { SignInFrame } from './sign-in-frame.tsx'
import { leadOf, SignInFailed, SignInStarting, SignInWaiting } from './sign-in-progress.tsx'

function SignedOut({ signIn }: { readonly signIn: SignInView }) {
  const words = useWords()
  const actions = useActions()
  return (
    <SignInFrame title={words.signIn.titleFor(organisationName(signIn.session))} lead={leadOf(signIn, words)}>
      <div className="first-actions">
        <Button variant="primary" size="large" autoFocus onClick={() => void actions.signIn(signIn.session.name)}>
          {words.signIn.continue}
        </Button>
        {isConsoleSession(signIn.session) ? null : (
          <Button variant="ghost" size="large" onClick={actions.addSignIn}>
            {words.signIn.change}
          </Button>
        )}
      </div>
    </SignInFrame>
  )
}

interface ScreenProps {
  /** Null asks for the address. */
  readonly session: string | null
  /** AWS was asked, and has not answered yet. */
  readonly starting: boolean
}

/** One sign-in from its address to its end; goes back to the list when it is done. */
export function SignInScreen({ session, starting }: ScreenProps) {
  const { view } = useServices()
  const actions = useActions()
  const { signIns } = useSnapshot()
  const signIn = signIns.find((candidate) => candidate.session.name === session) ?? null
  const kind = signIn?.status.kind ?? null
  const waiting = kind === 'waiting-browser' || kind === 'waiting-device-code'
  useEffect(() => {
    if (kind === 'signed-in' && !starting) view.setState({ screen: { name: 'tunnels' }, typedSignIn: null })
  }, [kind, starting, view])
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && (waiting || starting) && session !== null) actions.cancelSignIn(session)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [waiting, starting, session, actions])
  if (signIn === null) return <SignInForm />
  const status = signIn.status
  if (status.kind === 'waiting-browser' || status.kind === 'waiting-device-code')
    return <SignInWaiting signIn={signIn} status={status} />
  if (starting) return <SignInStarting signIn={signIn} />
  if (status.kind === 'failed') return <SignInFailed signIn={signIn} status={status} />
  return <SignedOut signIn={signIn} />
}
