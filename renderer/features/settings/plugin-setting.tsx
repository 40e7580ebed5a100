import { useState } from 'react'
import type { PluginState } from '#contract/snapshot.ts'
import { useActions } from '../../app/actions.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import type { Messages } from '../../messages/messages.ts'
import { problemFacts } from '../../messages/problem-facts.ts'
import { HelpText, type HelpTone } from '../../ui/field.tsx'
import { SettingRow, useChange } from './setting-row.tsx'

/** A path as it was pasted: file managers and shells put it in quotes. Nothing left means: look for it. */
export function pathFrom(entered: string): string | null {
  const path = entered.trim().replace(/^(["'])(.*)\1$/, '$2')
  return path === '' ? null : path
}

/** What is known of the plugin, in a sentence and its tone. */
export function pluginWords(plugin: PluginState, words: Messages): { readonly tone: HelpTone; readonly text: string } {
  const say = words.settings
  switch (plugin.state) {
    case 'looking':
      return { tone: 'busy', text: say.pluginLooking }
    case 'missing':
      return { tone: 'plain', text: say.pluginMissing }
    case 'broken':
      return { tone: 'bad', text: words.problems[plugin.problem.code].sentence(problemFacts(plugin.problem, null)) }
    case 'found': {
      const tones = { good: 'ok', old: 'warn', 'too-old': 'bad' } as const
      const texts = { good: say.pluginFound, old: say.pluginOld, 'too-old': say.pluginTooOld }
      return { tone: tones[plugin.fitness], text: texts[plugin.fitness](plugin.version) }
    }
  }
}

/** Where the official plugin is, or is looked for, and what came of it. */
export function PluginSetting() {
  const words = useWords()
  const { app } = useSnapshot()
  const { plugin } = app
  const state = pluginWords(plugin, words)
  return (
    <SettingRow
      title={words.settings.plugin}
      help={
        <div className="plugin-state" role="status">
          <HelpText help={state} />
          {plugin.state === 'found' ? <span className="mono">{plugin.path}</span> : null}
          {plugin.state === 'found' && plugin.fitness === 'good' ? null : <GuideLink />}
        </div>
      }
    >
      <PathField isWrong={state.tone === 'bad'} />
    </SettingRow>
  )
}

function GuideLink() {
  const actions = useActions()
  const open = (): void => void actions.call('link.open', { to: 'documentation', page: 'plugin' })
  return (
    <button type="button" className="link" onClick={open}>
      {useWords().settings.pluginGuide}
    </button>
  )
}

/** Applied with Enter or on leaving the field; Escape takes the entry back. */
function PathField({ isWrong }: { readonly isWrong: boolean }) {
  const say = useWords().settings
  const { settings } = useSnapshot()
  const change = useChange()
  const [entered, setEntered] = useState<string | null>(null)
  const apply = (): void => {
    if (entered !== null) change({ pluginPath: pathFrom(entered) })
    setEntered(null)
  }
  return (
    <div className="field-box" data-invalid={isWrong ? '' : undefined}>
      <input
        type="text"
        className="mono"
        aria-label={say.plugin}
        aria-invalid={isWrong}
        placeholder={say.pluginPlaceholder}
        spellCheck={false}
        autoComplete="off"
        maxLength={1_024}
        value={entered ?? settings.pluginPath ?? ''}
        onChange={(event) => setEntered(event.target.value)}
        onBlur={apply}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply()
          if (event.key === 'Escape') setEntered(null)
        }}
      />
    </div>
  )
}
