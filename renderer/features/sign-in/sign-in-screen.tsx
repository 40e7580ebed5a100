import { useEffect } from 'react'
import { useActions } from '../../app/actions.ts'
import { useServices, useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { SignInFrame } from './sign-in-frame.tsx'
import { SignInFailed, SignInWaiting } from './sign-in-progress.tsx'

function SignedOut({ session }: { readonly session: string }) {
  const words = useWords()
  const actions = useActions()
  const said = words.problems.SIGN_IN_REQUIRED
  return (
    <SignInFrame title={words.signIn.title} lead={said.sentence({ session }, {})}>
      <div className="first-actions">
        <Button variant="primary" size="large" autoFocus onClick={() => void actions.signIn(session)}>
          {words.signIn.continue}
        </Button>
        <Button variant="ghost" size="large" onClick={actions.addSignIn}>
          {words.signIn.change}
        </Button>
      </div>
    </SignInFrame>
  )
}

/** One sign-in from its address to its end; goes back to the list when it is done. */
export function SignInScreen({ session }: { readonly session: string | null }) {
  const { view } = useServices()
  const actions = useActions()
  const { signIns } = useSnapshot()
  const signIn = signIns.find((candidate) => candidate.session.name === session) ?? null
  const kind = signIn?.status.kind ?? null
  const waiting = kind === 'waiting-browser' || kind === 'waiting-device-code'
  useEffect(() => {
    if (kind === 'signed-in') view.setState({ screen: { name: 'tunnels' } })
  }, [kind, view])
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && waiting && session !== null) actions.cancelSignIn(session)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [waiting, session, actions])
  if (signIn === null) return <SignInForm />
  const status = signIn.status
  if (status.kind === 'waiting-browser' || status.kind === 'waiting-device-code')
    return <SignInWaiting signIn={signIn} status={status} />
  if (status.kind === 'failed') return <SignInFailed signIn={signIn} status={status} />
  return <SignedOut session={signIn.session.name} />
}
