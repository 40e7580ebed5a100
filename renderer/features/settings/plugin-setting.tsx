import { ExternalLink } from 'lucide-react'
import type { PluginState } from '#contract/snapshot.ts'
import { useActions } from '../../app/actions.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { ToneGlyph } from '../../ui/field.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { pluginWords } from './engine-words.ts'
import { SettingRow } from '../../parts/settings/setting-row.tsx'

interface PluginProps {
  readonly plugin: PluginState
}

/** What came of the look for AWS's plugin: its version and place, or what is wrong and what to do. */
export function PluginStatus({ plugin }: PluginProps) {
  const words = useWords()
  const actions = useActions()
  const said = pluginWords(plugin, words)
  const open = (): void => void actions.call('link.open', { to: 'documentation', page: 'plugin' })
  return (
    <div className="setting plugin-status" role="group" aria-label={words.settings.pluginStatus}>
      {said.tone === 'plain' ? <StateGlyph glyph="unknown" /> : <ToneGlyph tone={said.tone} size={14} />}
      <div className="grow" role="status" data-tone={said.tone}>
        <div className="plugin-title">{said.title}</div>
        {plugin.state === 'found' || plugin.state === 'unchecked' ? (
          <div className="setting-help mono">{plugin.path}</div>
        ) : null}
        {said.text === '' ? null : <div className="setting-help">{said.text}</div>}
      </div>
      {plugin.state === 'unchecked' || plugin.state === 'missing' ? (
        <Button size="small" onClick={() => void actions.call('plugin.check')}>
          {plugin.state === 'missing' ? words.settings.pluginSearch : words.settings.pluginCheck}
        </Button>
      ) : null}
      {said.tone === 'ok' || said.tone === 'busy' || plugin.state === 'unchecked' ? null : (
        <Button size="small" icon={<ExternalLink size={14} />} onClick={open}>
          {plugin.state === 'found' ? words.settings.pluginUpdate : words.settings.pluginGuide}
        </Button>
      )}
    </div>
  )
}

/** Which file the plugin is. Main asks for it, in a dialog of its own: this window only says that it should. */
export function PluginPath({ plugin }: PluginProps) {
  const say = useWords().settings
  const { pluginPath } = useSnapshot().settings
  const actions = useActions()
  const isWrong = pluginWords(plugin, useWords()).tone === 'bad' && pluginPath !== null
  return (
    <SettingRow title={say.plugin} help={say.pluginHelp} place="below">
      <div className="plugin-file">
        <output
          className={pluginPath === null ? 't3' : 'mono'}

          data-wrong={isWrong ? '' : undefined}
        >
          {pluginPath ?? say.pluginByItself}
        </output>
        <Button size="small" onClick={() => void actions.call('plugin.choose')}>
          {say.pluginChoose}
        </Button>
        {pluginPath === null ? null : (
          <Button size="small" onClick={() => void actions.call('plugin.forget')}>
            {say.pluginClear}
          </Button>
        )}
      </div>
    </SettingRow>
  )
}
