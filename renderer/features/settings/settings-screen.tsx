import './settings.css'
import { useState } from 'react'
import { useActions } from '../../app/actions.ts'
import { useNow } from '../../app/clock.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Select } from '../../ui/select.tsx'
import { signInText } from '../identity/identity-button.tsx'
import { PluginSetting } from './plugin-setting.tsx'
import { SettingRow, useChange } from './setting-row.tsx'

function optionsOf<const V extends string>(labels: Readonly<Record<NoInfer<V>, string>>, values: readonly V[]) {
  return values.map((value) => ({ value, label: labels[value] }))
}

function GeneralSection() {
  const words = useWords().settings
  const { settings } = useSnapshot()
  const change = useChange()
  return (
    <section>
      <h2>{words.general}</h2>
      <SettingRow title={words.theme} help={words.themeHelp}>
        <Select
          label={words.theme}
          value={settings.theme}
          options={optionsOf(words.themes, ['system', 'light', 'dark'])}
          onChange={(theme) => change({ theme })}
        />
      </SettingRow>
      <SettingRow title={words.language} help={words.languageHelp}>
        <Select
          label={words.language}
          value={settings.language}
          options={optionsOf(words.languages, ['system', 'en', 'ja'])}
          onChange={(language) => change({ language })}
        />
      </SettingRow>
    </section>
  )
}

function SignInSection() {
  const words = useWords()
  const actions = useActions()
  const now = useNow(30_000)
  const { settings, signIns } = useSnapshot()
  const change = useChange()
  const [removing, setRemoving] = useState<string | null>(null)
  const remove = (name: string): void => {
    setRemoving(null)
    actions.removeSignIn(name)
  }
  const say = words.settings
  return (
    <section>
      <h2>{say.signIn}</h2>
      <SettingRow title={say.method} help={say.methodHelp}>
        <Select
          label={say.method}
          value={settings.signInMethod}
          options={optionsOf(say.methods, ['browser', 'device-code'])}
          onChange={(signInMethod) => change({ signInMethod })}
        />
      </SettingRow>
      <SettingRow title={say.tokens} help={say.tokensHelp}>
        <Select
          label={say.tokens}
          value={settings.tokenPlace}
          options={optionsOf(say.tokenPlaces, ['aws-cli', 'keychain'])}
          onChange={(tokenPlace) => change({ tokenPlace })}
        />
      </SettingRow>
      {signIns.map((signIn) => (
        <SettingRow
          key={signIn.session.name}
          title={signIn.session.name}
          help={<span className="mono">{`${signIn.session.startUrl}  ${signIn.session.region}`}</span>}
        >
          <span className="t3 num setting-state">{signInText(signIn, words, now)}</span>
          <Button size="small" onClick={() => setRemoving(signIn.session.name)}>
            {say.remove}
          </Button>
        </SettingRow>
      ))}
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

const waits = [15, 30, 60, 120, 300, 600]

function SessionSection() {
  const words = useWords()
  const { settings } = useSnapshot()
  const change = useChange()
  const say = words.settings
  const seconds = waits.includes(settings.clientWaitSeconds)
    ? waits
    : [...waits, settings.clientWaitSeconds].toSorted((a, b) => a - b)
  return (
    <section>
      <h2>{say.sessions}</h2>
      <SettingRow title={say.engine} help={say.engineHelp}>
        <Select
          label={say.engine}
          value={settings.engine}
          options={optionsOf(words.engines, ['auto', 'builtin', 'plugin'])}
          onChange={(engine) => change({ engine })}
        />
      </SettingRow>
      <PluginSetting />
      <SettingRow title={say.wait} help={say.waitHelp}>
        <Select
          label={say.wait}
          value={String(settings.clientWaitSeconds)}
          options={seconds.map((value) => ({ value: String(value), label: say.waitSeconds(value) }))}
          onChange={(value) => change({ clientWaitSeconds: Number(value) })}
        />
      </SettingRow>
      <SettingRow title={say.listen} help={say.listenHelp}>
        <span className="mono t2">127.0.0.1, ::1</span>
      </SettingRow>
    </section>
  )
}

function FilesSection() {
  const say = useWords().settings
  const actions = useActions()
  const { app } = useSnapshot()
  const reveal = (folder: 'catalog' | 'logs'): void => void actions.call('app.revealFolder', { folder })
  return (
    <section>
      <h2>{say.files}</h2>
      <SettingRow title={say.catalog} help={say.catalogHelp}>
        <Button size="small" aria-label={`${say.open}: ${say.catalog}`} onClick={() => reveal('catalog')}>
          {say.open}
        </Button>
      </SettingRow>
      <SettingRow title={say.logs} help={say.logsHelp}>
        <Button size="small" aria-label={`${say.open}: ${say.logs}`} onClick={() => reveal('logs')}>
          {say.open}
        </Button>
      </SettingRow>
      <SettingRow
        title={say.version(app.version)}
        help={app.secretStore === 'keychain' ? say.keychain : say.noKeychain}
      >
        {null}
      </SettingRow>
    </section>
  )
}

/** The whole app's choices, each applied at once. */
export function SettingsScreen() {
  const words = useWords()
  return (
    <>
      <header className="toolbar">
        <h1>{words.settings.title}</h1>
      </header>
      <div className="settings-page">
        <div className="settings-column">
          <GeneralSection />
          <SignInSection />
          <SessionSection />
          <FilesSection />
        </div>
      </div>
    </>
  )
}
