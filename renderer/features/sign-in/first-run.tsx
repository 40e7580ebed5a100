import { FoundScreen } from './found-screen.tsx'
import { isNothing } from './found-settings.ts'
import { SignInForm } from './sign-in-form.tsx'
import { useFoundSettings } from './use-found-settings.ts'

/** The first page of a computer where nothing is set up in Culvert: what AWS's tools left there, or the address to sign in at. */
export function FirstRun() {
  const found = useFoundSettings()
  // A form that gives way to something else a moment later is worse than an empty page.
  if (found === null) return <main className="first" aria-busy="true" />
  return isNothing(found) ? <SignInForm /> : <FoundScreen found={found} />
}
