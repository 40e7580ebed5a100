import { useState } from 'react'
import type { Settings } from '#contract/snapshot.ts'
import { useSnapshot } from '../../app/services.ts'
import { ChoiceRow, SettingRow, useChange } from '../../parts/settings/setting-row.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useShellWords } from './use-shells.ts'

const fontSizes = [10, 11, 12, 13, 14, 15, 16, 18, 20, 24] as const
const scrollbacks = [0, 1_000, 5_000, 10_000, 50_000, 100_000] as const

/** The name is taken when the field is left: half of a name is the name of no font. */
function FontRow({ settings }: { readonly settings: Settings }) {
  const say = useShellWords().settings
  const change = useChange()
  const [typed, setTyped] = useState(settings.terminalFont)
  return (
    <SettingRow title={say.font} help={say.fontHelp}>
      <div className="field-box">
        <input
          type="text"
          aria-label={say.font}
          maxLength={100}
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => change({ terminalFont: typed.trim() })}
        />
      </div>
    </SettingRow>
  )
}

const named = <V extends string>(
  values: readonly V[],
  nameOf: (value: V) => string,
): Readonly<Record<string, string>> => Object.fromEntries(values.map((value) => [value, nameOf(value)]))

interface NumberRowProps {
  readonly title: string
  readonly help: string
  readonly value: number
  /** In the order they are offered. */
  readonly values: readonly number[]
  readonly nameOf: (value: number) => string
  readonly onChange: (value: number) => void
}

/** A number out of a few; one that a file has and nobody offers stands among them. */
function NumberRow({ title, help, value, values, nameOf, onChange }: NumberRowProps) {
  const offered = values.includes(value) ? values : [...values, value].toSorted((one, other) => one - other)
  const texts = offered.map(String)
  return (
    <ChoiceRow
      title={title}
      help={help}
      value={String(value)}
      values={texts}
      labels={named(texts, (text) => nameOf(Number(text)))}
      onChange={(chosen) => onChange(Number(chosen))}
    />
  )
}

/** How large letters are, and how many lines stay. */
function Sizes({ settings }: { readonly settings: Settings }) {
  const say = useShellWords().settings
  const change = useChange()
  return (
    <>
      <NumberRow
        title={say.fontSize}
        help={say.fontSizeHelp}
        value={settings.terminalFontSize}
        values={fontSizes}
        nameOf={String}
        onChange={(terminalFontSize) => change({ terminalFontSize })}
      />
      <NumberRow
        title={say.scrollback}
        help={say.scrollbackHelp}
        value={settings.terminalScrollback}
        values={scrollbacks}
        nameOf={say.scrollbackLines}
        onChange={(terminalScrollback) => change({ terminalScrollback })}
      />
    </>
  )
}

function Look({ settings }: { readonly settings: Settings }) {
  const say = useShellWords().settings
  const change = useChange()
  return (
    <section>
      <h2>{say.heading}</h2>
      <FontRow settings={settings} />
      <Sizes settings={settings} />
      <ChoiceRow
        title={say.cursor}
        help={say.cursorHelp}
        value={settings.terminalCursor}
        values={['block', 'bar', 'underline']}
        labels={say.cursors}
        onChange={(terminalCursor) => change({ terminalCursor })}
      />
      <ChoiceRow
        title={say.bell}
        help={say.bellHelp}
        value={settings.terminalBell}
        values={['mark', 'sound', 'none']}
        labels={say.bells}
        onChange={(terminalBell) => change({ terminalBell })}
      />
    </section>
  )
}

/** How terminals look, and what may be copied and pasted. */
export function TerminalSettings() {
  const say = useShellWords().settings
  const { settings } = useSnapshot()
  const change = useChange()
  return (
    <>
      <Look settings={settings} />
      <section>
        <h2>{say.hands}</h2>
        <SettingRow title={say.copyOnSelect} help={say.copyOnSelectHelp}>
          <Switch
            checked={settings.copyOnSelect}
            label={say.copyOnSelect}
            onChange={(on) => change({ copyOnSelect: on })}
          />
        </SettingRow>
        <ChoiceRow
          title={say.pasteAsks}
          help={say.pasteAsksHelp}
          value={settings.pasteAsks}
          values={['always', 'in-production']}
          labels={say.pasteAsksIn}
          onChange={(pasteAsks) => change({ pasteAsks })}
        />
        <SettingRow title={say.clipboardFromShells} help={say.clipboardFromShellsHelp}>
          <Switch
            checked={settings.clipboardFromShells}
            label={say.clipboardFromShells}
            onChange={(on) => change({ clipboardFromShells: on })}
          />
        </SettingRow>
      </section>
    </>
  )
}
