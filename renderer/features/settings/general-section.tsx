import { useSnapshot, useWords } from '../../app/services.ts'
import { ChoiceRow, SettingRow, useChange } from './setting-row.tsx'

/** How the app looks and speaks, and what it is. */
export function GeneralSection() {
  const say = useWords().settings
  const { settings, app } = useSnapshot()
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
      <section>
        <h2>{say.about}</h2>
        <SettingRow
          title={say.version(app.version)}
          help={app.secretStore === 'keychain' ? say.keychain : say.noKeychain}
        />
      </section>
    </>
  )
}
