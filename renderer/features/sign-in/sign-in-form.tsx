import { useState, type FormEvent } from 'react'
import { ssoSession, type SsoSession } from '#contract/sign-in.ts'
import { useActions } from '../../app/actions.ts'
import { useLanguage, useServices, useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextField, type Help } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { usedSessions } from '../../parts/sign-in/sign-in-need.ts'
import { RegionLabel } from './region-label.tsx'
import { regions, likelyRegion } from '../../parts/region/regions.ts'
import { sessionNameOf } from './session-name.ts'
import { SignInFrame } from './sign-in-frame.tsx'

/** Completes what people paste: a bare host, a missing scheme, spaces around it. */
function tidyStartUrl(text: string): string {
  const trimmed = text.trim()
  return trimmed === '' || /^https?:\/\//.test(trimmed) ? trimmed : `https://${trimmed}`
}

function RegionField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const words = useWords()
  const options = regions.map((region) => ({ value: region as string, label: <RegionLabel region={region} /> }))
  return (
    <Field label={words.signIn.region}>
      {(ids) => <Select size="large" id={ids.control} value={value} options={options} onChange={onChange} />}
    </Field>
  )
}

/** A session whose address turned out to be wrong and that no tunnel uses: the form corrects it. */
function useWrongSession(): SsoSession | null {
  const { signIns, tunnels } = useSnapshot()
  const used = usedSessions(tunnels, signIns)
  const found = signIns.find(
    ({ session, status }) =>
      status.kind === 'failed' && status.problem.code === 'START_URL_WRONG' && !used.has(session.name),
  )
  return found?.session ?? null
}

/** Back to the sign-in that there is, where the window has nothing else to go back to. */
function BackToSession() {
  const words = useWords()
  const { view } = useServices()
  const { signIns, tunnels } = useSnapshot()
  const [first] = signIns
  if (first === undefined || tunnels.length > 0 || signIns.some(({ status }) => status.kind === 'signed-in'))
    return null
  const back = (): void => view.setState({ screen: { name: 'sign-in', session: first.session.name } })
  return (
    <Button variant="ghost" size="large" onClick={back}>
      {words.cancel}
    </Button>
  )
}

/** The address and the region as they are typed, and what is sent once they are right. */
function useSignInForm() {
  const language = useLanguage()
  const actions = useActions()
  const { signIns } = useSnapshot()
  const wrong = useWrongSession()
  const [url, setUrl] = useState(wrong?.startUrl ?? '')
  const [region, setRegion] = useState(wrong?.region ?? likelyRegion(language))
  const [tried, setTried] = useState(false)
  const startUrl = tidyStartUrl(url)
  const known = signIns.find((signIn) => signIn.session.startUrl === startUrl)
  const taken = signIns.map((signIn) => signIn.session.name)
  const name = known?.session.name ?? sessionNameOf(startUrl, taken)
  const parsed = ssoSession.safeParse({ name, startUrl, region })
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (!parsed.success) return
    if ((await actions.call('signIn.add', parsed.data)) === null) return
    if (wrong !== null && wrong.name !== name) actions.removeSignIn(wrong.name)
    await actions.signIn(name)
  }
  return { url, setUrl, region, setRegion, invalid: tried && !parsed.success, submit }
}

/** On the first run: past the sign-in, to the profiles of `~/.aws/config`. */
function UseConfig() {
  const words = useWords()
  const { view } = useServices()
  const { signIns, tunnels } = useSnapshot()
  if (tunnels.length > 0 || signIns.length > 0) return null
  const use = (): void => view.setState({ screen: { name: 'tunnels' }, usesConfig: true })
  return (
    <Button variant="ghost" size="large" onClick={use}>
      {words.signIn.useConfig}
    </Button>
  )
}

/** Where to sign in: the address and the region of the access portal. */
export function SignInForm() {
  const words = useWords()
  const { settings } = useSnapshot()
  const form = useSignInForm()
  const help: Help = form.invalid
    ? { tone: 'bad', text: words.signIn.startUrlBad }
    : { tone: 'plain', text: words.signIn.startUrlHelp }
  return (
    <SignInFrame title={words.signIn.title} lead={words.signIn.lead}>
      <form className="first-form" onSubmit={(event) => void form.submit(event)} noValidate>
        <TextField
          label={words.signIn.startUrl}
          help={help}
          mono
          size="large"
          autoFocus
          inputMode="url"
          placeholder="https://company.awsapps.com/start"
          value={form.url}
          onChange={form.setUrl}
        />
        <RegionField value={form.region} onChange={form.setRegion} />
        <div className="first-actions">
          <Button type="submit" variant="primary" size="large" shortcut="↵">
            {settings.signInMethod === 'browser' ? words.signIn.continue : words.signIn.continueWithCode}
          </Button>
          <UseConfig />
          <BackToSession />
        </div>
      </form>
    </SignInFrame>
  )
}
