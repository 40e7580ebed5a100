import { useState, type FormEvent } from 'react'
import { regionForm } from '#contract/forms.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import { isAddressWrong } from '#domain/problem/traits.ts'
import { portalOf } from '#domain/profile/profile.ts'
import { readStartUrl } from '#domain/start-url/read-start-url.ts'
import { sessionNameOf } from '#domain/start-url/session-name.ts'
import { useActions } from '../../app/actions.ts'
import { useLanguage, useProfiles, useServices, useSnapshot, useWords } from '../../app/services.ts'
import { regionCode } from '../../parts/region/region-field.tsx'
import { likelyRegion } from '../../parts/region/regions.ts'
import { useUsedSignIns } from '../../parts/sign-in/used-sign-ins.ts'

/** A session whose address turned out to be wrong and that no tunnel uses: the form corrects it. */
function useWrongSession(): SsoSession | null {
  const { signIns } = useSnapshot()
  const used = useUsedSignIns()
  const found = signIns.find(
    ({ session, status }) => status.kind === 'failed' && isAddressWrong(status.problem) && !used.has(session.name),
  )
  return found?.session ?? null
}

/** The sign-in that the form is about: one that there is already at this portal, else a new one under a name of its own. */
function sessionFor(startUrl: string, region: string, known: readonly SsoSession[], wrong: SsoSession | null) {
  const same = known.find((session) => portalOf(session.startUrl) === portalOf(startUrl))
  if (same !== undefined) return { ...same, region }
  // The wrong one gives its name to the right one.
  const taken = known.map(({ name }) => name).filter((name) => name !== wrong?.name)
  return { name: sessionNameOf(startUrl, region, taken), startUrl, region }
}

/** The region as typed; until then what address, config and environment say, and what is likely where they say nothing. */
function useRegion(url: string, typed: string | null, wrong: SsoSession | null): string {
  const language = useLanguage()
  const { signIns } = useSnapshot()
  const usual = useProfiles((state) => state.region)
  const read = readStartUrl(url)
  const same = signIns.find(({ session }) => read !== null && portalOf(session.startUrl) === read.startUrl)
  return typed ?? read?.region ?? same?.session.region ?? wrong?.region ?? usual ?? likelyRegion(language)
}

/** What is typed; what was typed before a sign-in that came to nothing is there again. */
function useTyped(wrong: SsoSession | null) {
  const { view } = useServices()
  const [before] = useState(() => view.getState().typedSignIn)
  const [url, setUrl] = useState(before?.url ?? wrong?.startUrl ?? '')
  const [typedRegion, setRegion] = useState<string | null>(before?.region ?? null)
  const change = (next: string): void => {
    setUrl(next)
    // An address that names its region knows better than what was typed before.
    if (readStartUrl(next)?.region) setRegion(null)
  }
  return { url, change, region: useRegion(url, typedRegion, wrong), setRegion }
}

/** The address and the region as they are typed, and what is sent once they are right. */
export function useSignInForm() {
  const actions = useActions()
  const words = useWords()
  const { view } = useServices()
  const { signIns } = useSnapshot()
  const wrong = useWrongSession()
  const typed = useTyped(wrong)
  const [tried, setTried] = useState(false)
  const { url, region } = typed
  const read = readStartUrl(url)
  const code = regionCode(region, words.regions)
  const known = signIns.map(({ session }) => session)
  const session = read === null ? null : sessionFor(read.startUrl, code, known, wrong)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (session === null || !regionForm.test(code)) return
    view.setState({ typedSignIn: { url, region } })
    if ((await actions.call('signIn.add', session)) === null) return
    if (wrong !== null && wrong.name !== session.name) actions.removeSignIn(wrong.name)
    await actions.signIn(session.name, undefined, 'form')
  }
  return {
    ...typed,
    read,
    wrongUrl: tried && read === null,
    wrongRegion: tried && !regionForm.test(code),
    submit,
  }
}
