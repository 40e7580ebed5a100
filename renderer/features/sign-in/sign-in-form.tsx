import { useServices, useSnapshot, useWords } from '../../app/services.ts'
import { RegionField } from '../../parts/region/region-field.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField, type Help } from '../../ui/field.tsx'
import { isNothing } from './found-settings.ts'
import { SignInFrame } from './sign-in-frame.tsx'
import { useFoundSettings } from './use-found-settings.ts'
import { useSignInForm } from './use-sign-in-form.ts'

type SignInForm = ReturnType<typeof useSignInForm>

/** Out of the form: back to what was found on this computer, or on without a sign-in. */
function Leave() {
  const words = useWords()
  const { view } = useServices()
  const { signIns, tunnels } = useSnapshot()
  const found = useFoundSettings()
  if (tunnels.length > 0 || signIns.some(({ status }) => status.kind === 'signed-in')) return null
  const isEmpty = found === null || isNothing(found)
  const leave = (): void => view.setState({ screen: { name: 'tunnels' }, ...(isEmpty ? { usesConfig: true } : {}) })
  return (
    <Button variant="ghost" size="large" onClick={leave}>
      {isEmpty ? words.signIn.found.without : words.cancel}
    </Button>
  )
}

/** What was read out of the address, where it is not what stands there. */
function addressHelp({ url, read, wrongUrl }: SignInForm, words: ReturnType<typeof useWords>): Help {
  if (wrongUrl) return { tone: 'bad', text: words.signIn.startUrlBad }
  if (read !== null && read.startUrl !== url.trim())
    return { tone: 'ok', text: words.signIn.startUrlRead(read.startUrl) }
  return { tone: 'plain', text: words.signIn.startUrlHelp }
}

function regionHelp({ read, region, wrongRegion }: SignInForm, words: ReturnType<typeof useWords>): Help {
  if (wrongRegion) return { tone: 'bad', text: words.signIn.regionBad }
  if (read !== null && read.region === region) return { tone: 'ok', text: words.signIn.regionNamed }
  return { tone: 'plain', text: words.signIn.regionHelp }
}

/** Where to sign in: the address and the region of the access portal. */
export function SignInForm() {
  const words = useWords()
  const { settings } = useSnapshot()
  const form = useSignInForm()
  return (
    <SignInFrame title={words.signIn.title} lead={words.signIn.lead}>
      <form className="first-form" onSubmit={(event) => void form.submit(event)} noValidate>
        <TextField
          label={words.signIn.startUrl}
          help={addressHelp(form, words)}
          mono
          size="large"
          autoFocus
          inputMode="url"
          placeholder="https://company.awsapps.com/start"
          value={form.url}
          onChange={form.change}
        />
        <RegionField
          label={words.signIn.region}
          size="large"
          value={form.region}
          help={regionHelp(form, words)}
          onChange={form.setRegion}
        />
        <div className="first-actions">
          <Button type="submit" variant="primary" size="large" shortcut="↵">
            {settings.signInMethod === 'browser' ? words.signIn.continue : words.signIn.continueWithCode}
          </Button>
          <Leave />
        </div>
      </form>
    </SignInFrame>
  )
}
