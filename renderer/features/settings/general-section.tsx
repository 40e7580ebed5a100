import { useState } from 'react'
import { useActions } from '../../app/actions.ts'
import { useServices, useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/switch.tsx'
import { LicencesSheet } from './licences-sheet.tsx'
import { ChoiceRow, SettingRow, useChange } from '../../parts/settings/setting-row.tsx'

/** What the app is, and its list of shortcuts. */
function About() {
  const { settings: say, shortcuts } = useWords()
  const { view } = useServices()
  const { app } = useSnapshot()
  const [showsLicences, setShowsLicences] = useState(false)
  return (
    <section>
      <h2>{say.about}</h2>
      <SettingRow
        title={say.version(app.version)}
        help={app.secretStore === 'keychain' ? say.keychain : say.noKeychain}
      />
      <SettingRow title={shortcuts.title} help={shortcuts.help}>
        <Button
          size="small"
          aria-label={`${shortcuts.show}: ${shortcuts.title}`}
          onClick={() => view.setState({ showsShortcuts: true })}
        >
          {shortcuts.show}
        </Button>
      </SettingRow>
      <SettingRow title={say.licences} help={say.licencesHelp}>
        <Button size="small" aria-label={`${shortcuts.show}: ${say.licences}`} onClick={() => setShowsLicences(true)}>
          {shortcuts.show}
        </Button>
      </SettingRow>
      {showsLicences ? <LicencesSheet onClose={() => setShowsLicences(false)} /> : null}
    </section>
  )
}

/** Whether the app is there from the first minute of a day. */
function Start() {
  const say = useWords().settings
  const actions = useActions()
  const { startAtLogin } = useSnapshot().app
  const change = (on: boolean): void => void actions.call('app.startAtLogin', { wish: on ? 'on' : 'off' })
  return (
    <section>
      <h2>{say.start}</h2>
      <SettingRow title={say.startAtLogin} help={say.startAtLoginHelp[startAtLogin]}>
        <Switch
          checked={startAtLogin === 'on' || startAtLogin === 'off-by-system'}
          label={say.startAtLogin}
          disabled={startAtLogin === 'not-installed' ? '' : undefined}
          onChange={change}
        />
      </SettingRow>
    </section>
  )
}

/** How the app looks and speaks, and what it is. */
export function GeneralSection() {
  const say = useWords().settings
  const { settings } = useSnapshot()
  const change = useChange()
  return (
    <>
      <section>
        <h2>{say.display}</h2>
        <ChoiceRow
          title={say.theme}
          help={say.themeHelp}
          value={settings.theme}
          values={['system', 'light', 'dark']}
          labels={say.themes}
          onChange={(theme) => change({ theme })}
        />
        <ChoiceRow
          title={say.language}
          help={say.languageHelp}
          value={settings.language}
          values={['system', 'en', 'ja']}
          labels={say.languages}
          onChange={(language) => change({ language })}
        />
      </section>
      <Start />
      <About />
    </>
  )
}
