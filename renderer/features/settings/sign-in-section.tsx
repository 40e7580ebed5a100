import { useState } from 'react'
import type { SignInView } from '#contract/sign-in.ts'
import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import { useActions } from '../../app/actions.ts'
import { useNow } from '../../app/clock.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { organisationName } from '../../parts/sign-in/organisation-name.ts'
import { signInText } from '../../parts/sign-in/sign-in-text.ts'
import { ChoiceRow, SettingRow, useChange } from '../../parts/settings/setting-row.tsx'

interface RowProps {
  readonly signIn: SignInView
  readonly onRemove: () => void
}

function SignInRow({ signIn, onRemove }: RowProps) {
  const words = useWords()
  const now = useNow(30_000)
  const { startUrl, region } = signIn.session
  const isConsole = isConsoleSession(signIn.session)
  const help = isConsole ? words.signIn.console.profile : <span className="mono">{`${startUrl}  ${region}`}</span>
  return (
    <SettingRow title={organisationName(signIn.session)} help={help}>
      <span className="t3 num setting-state">{signInText(signIn, words, now)}</span>
      {isConsole ? null : (
        <Button size="small" onClick={onRemove}>
          {words.settings.remove}
        </Button>
      )}
    </SettingRow>
  )
}

function SignIns() {
  const words = useWords()
  const say = words.settings
  const actions = useActions()
  const { signIns } = useSnapshot()
  const [removing, setRemoving] = useState<string | null>(null)
  const remove = (name: string): void => {
    setRemoving(null)
    actions.removeSignIn(name)
  }
  return (
    <section>
      <h2>{say.signIns}</h2>
      {signIns.map((signIn) => (
        <SignInRow key={signIn.session.name} signIn={signIn} onRemove={() => setRemoving(signIn.session.name)} />
      ))}
      <div className="setting-foot">
        <Button size="small" onClick={actions.addSignIn}>
          {words.signIn.identity.add}
        </Button>
      </div>
      {removing === null ? null : (
        <Confirm
          title={say.removeTitle(removing)}
          text={say.removeText}
          action={words.signIn.identity.remove}
          keep={words.cancel}
          onConfirm={() => remove(removing)}
          onClose={() => setRemoving(null)}
        />
      )}
    </section>
  )
}

/** How to sign in, where sign-ins are kept, and those there are. */
export function SignInSection() {
  const say = useWords().settings
  const { settings } = useSnapshot()
  const change = useChange()
  return (
    <>
      <section>
        <h2>{say.signIn}</h2>
        <ChoiceRow
          title={say.method}
          help={say.methodHelp}
          value={settings.signInMethod}
          values={['browser', 'device-code']}
          labels={say.methods}
          onChange={(signInMethod) => change({ signInMethod })}
        />
        <ChoiceRow
          title={say.tokens}
          help={say.tokensHelp}
          value={settings.tokenPlace}
          values={['aws-cli', 'keychain']}
          labels={say.tokenPlaces}
          onChange={(tokenPlace) => change({ tokenPlace })}
        />
      </section>
      <SignIns />
    </>
  )
}
