import type { RecordingKeeping } from '#contract/recordings.ts'
import { environmentName } from '#words/environment-name.ts'
import { recordingWordsOf } from '#words/recordings/recording-words.ts'
import { useActions } from '../../app/actions.ts'
import { useLanguage, useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceRow, SettingRow, useChange } from '../../parts/settings/setting-row.tsx'

const dayChoices = [7, 30, 90, 365, null]
const megabyteChoices = [500, 2_000, 10_000, 50_000, null]

/** Which shells are recorded, and how long recordings stay. */
export function RecordingsSection() {
  const say = recordingWordsOf(useLanguage()).settings
  return (
    <>
      <section>
        <h2>{say.intro}</h2>
        <Environments />
        <Keys />
      </section>
      <section>
        <h2>{say.keeping}</h2>
        <Keeping />
        <Folder />
      </section>
    </>
  )
}

/** Main asks when less would be recorded. */
function Environments() {
  const say = recordingWordsOf(useLanguage()).settings
  const words = useWords()
  const { environments, settings } = useSnapshot()
  const actions = useActions()
  return environments.map((environment) => {
    const choice = settings.recordShells[environment.id] ?? 'off'
    return (
      <ChoiceRow
        key={environment.id}
        title={environmentName(environment, words)}
        help={say.choiceHelp[choice]}
        value={choice}
        values={['off', 'on', 'required']}
        labels={say.choices}
        onChange={(next) => void actions.call('recording.choose', { environment: environment.id, choice: next })}
      />
    )
  })
}

function Keys() {
  const say = recordingWordsOf(useLanguage()).settings
  const { recordKeys } = useSnapshot().settings
  const change = useChange()
  return (
    <ChoiceRow
      title={say.keys}
      help={say.keysHelp}
      value={recordKeys}
      values={['none', 'shown']}
      labels={say.keyChoices}
      onChange={(next) => change({ recordKeys: next })}
    />
  )
}

/** The choices with the one that is set among them, as the values and names of a list. */
function choicesOf(
  choices: readonly (number | null)[],
  set: number | null,
  nameOf: (value: number | null) => string,
): { readonly values: readonly string[]; readonly labels: Readonly<Record<string, string>> } {
  const all = choices.includes(set)
    ? choices
    : [...choices, set].toSorted((one, other) => (one ?? Infinity) - (other ?? Infinity))
  return {
    values: all.map(String),
    labels: Object.fromEntries(all.map((value) => [String(value), nameOf(value)])),
  }
}

const numberOf = (value: string): number | null => (value === 'null' ? null : Number(value))

function Keeping() {
  const say = recordingWordsOf(useLanguage()).settings
  const { keepRecordings: kept } = useSnapshot().settings
  const actions = useActions()
  const keep = (part: Partial<RecordingKeeping>): void => void actions.call('recording.keep', { ...kept, ...part })
  const gigabytes = (megabytes: number | null): string =>
    say.sizeChoice(megabytes === null ? null : String(megabytes / 1_000))
  return (
    <>
      <ChoiceRow
        title={say.days}
        help={say.daysHelp}
        value={String(kept.days)}
        {...choicesOf(dayChoices, kept.days, say.dayChoice)}
        onChange={(value) => keep({ days: numberOf(value) })}
      />
      <ChoiceRow
        title={say.size}
        help={say.sizeHelp}
        value={String(kept.megabytes)}
        {...choicesOf(megabyteChoices, kept.megabytes, gigabytes)}
        onChange={(value) => keep({ megabytes: numberOf(value) })}
      />
    </>
  )
}

function Folder() {
  const say = recordingWordsOf(useLanguage()).settings
  const actions = useActions()
  return (
    <SettingRow title={say.folder} help={say.folderHelp}>
      <Button
        size="small"
        aria-label={`${say.open}: ${say.folder}`}
        onClick={() => void actions.call('app.revealFolder', { folder: 'recordings' })}
      >
        {say.open}
      </Button>
    </SettingRow>
  )
}
