import { useSnapshot, useWords } from '../../app/services.ts'
import { HelpText } from '../../ui/field.tsx'
import { outcomeWords } from './engine-words.ts'
import { PluginPath, PluginStatus } from './plugin-setting.tsx'
import { ChoiceRow, SettingRow, useChange } from '../../parts/settings/setting-row.tsx'

/** What carries the sessions: the choice, what it comes to now, and AWS's plugin on this computer. */
export function EngineSection() {
  const words = useWords()
  const say = words.settings
  const { settings, app } = useSnapshot()
  const change = useChange()
  const outcome = outcomeWords(settings.engine, app.plugin, words)
  return (
    <>
      <section>
        <h2>{say.sessions}</h2>
        <ChoiceRow
          title={say.engine}
          help={say.engineHelp}
          value={settings.engine}
          values={['auto', 'plugin', 'builtin']}
          labels={words.engines}
          onChange={(engine) => change({ engine })}
        />
        <SettingRow title={say.outcome} help={outcome.text}>
          <div className="setting-outcome" role="status">
            <HelpText help={{ tone: outcome.tone, text: outcome.title }} />
          </div>
        </SettingRow>
      </section>
      <section>
        <h2>{words.engines.plugin}</h2>
        <PluginStatus plugin={app.plugin} />
        <PluginPath plugin={app.plugin} />
      </section>
    </>
  )
}
