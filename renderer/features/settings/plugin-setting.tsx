import { ExternalLink, X } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import type { PluginState } from '#contract/snapshot.ts'
import { useActions } from '../../app/actions.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ToneGlyph } from '../../ui/field.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { pluginWords } from './engine-words.ts'
import { SettingRow, useChange } from './setting-row.tsx'

/** A path as it was pasted: file managers and shells put it in quotes. Nothing left means: look for it. */
export function pathFrom(entered: string): string | null {
  const path = entered.trim().replace(/^(["'])(.*)\1$/, '$2')
  return path === '' ? null : path
}

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
        {plugin.state === 'found' ? <div className="setting-help mono">{plugin.path}</div> : null}
        {said.text === '' ? null : <div className="setting-help">{said.text}</div>}
      </div>
      {said.tone === 'ok' || said.tone === 'busy' ? null : (
        <Button size="small" icon={<ExternalLink size={14} />} onClick={open}>
          {plugin.state === 'found' ? words.settings.pluginUpdate : words.settings.pluginGuide}
        </Button>
      )}
    </div>
  )
}

interface EntryProps {
  readonly value: string
  readonly validity: 'fine' | 'wrong'
  readonly onEnter: (text: string | null) => void
  readonly onApply: () => void
}

/** The path as text. Enter and leaving it apply the entry, Escape takes it back. */
function PathEntry({ value, validity, onEnter, onApply }: EntryProps) {
  const say = useWords().settings
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') onApply()
    if (event.key === 'Escape') onEnter(null)
  }
  return (
    <input
      type="text"
      className="mono"
      aria-label={say.plugin}
      aria-invalid={validity === 'wrong'}
      placeholder={say.pluginPlaceholder}
      spellCheck={false}
      autoComplete="off"
      maxLength={1_024}
      value={value}
      onChange={(event) => onEnter(event.target.value)}
      onBlur={onApply}
      onKeyDown={onKey}
    />
  )
}

/** Where the plugin is. Applied with Enter or on leaving the field; Escape takes the entry back. */
export function PluginPath({ plugin }: PluginProps) {
  const say = useWords().settings
  const { settings } = useSnapshot()
  const change = useChange()
  const [entered, setEntered] = useState<string | null>(null)
  const isWrong = pluginWords(plugin, useWords()).tone === 'bad' && settings.pluginPath !== null
  const apply = (): void => {
    if (entered !== null) change({ pluginPath: pathFrom(entered) })
    setEntered(null)
  }
  const clear = (): void => {
    setEntered(null)
    change({ pluginPath: null })
  }
  return (
    <SettingRow title={say.plugin} help={say.pluginHelp} place="below">
      <div className="field-box" data-invalid={isWrong ? '' : undefined}>
        <PathEntry
          value={entered ?? settings.pluginPath ?? ''}
          validity={isWrong ? 'wrong' : 'fine'}
          onEnter={setEntered}
          onApply={apply}
        />
        {settings.pluginPath === null ? null : (
          <IconButton className="search-clear" label={say.pluginClear} onClick={clear}>
            <X size={14} />
          </IconButton>
        )}
      </div>
    </SettingRow>
  )
}
