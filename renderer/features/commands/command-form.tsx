import { Pencil } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { SavedCommand } from '#contract/saved-commands.ts'
import { isSecretName } from '#domain/redaction/secret-names.ts'
import { formatTime } from '#words/format.ts'
import type { Language } from '#words/messages.ts'
import type { CommandWords } from '#words/command-words.ts'
import { useActions } from '../../app/actions.ts'
import { useLanguage, useSnapshot, useWords } from '../../app/services.ts'
import { withMod } from '../../app/shortcuts.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Field, HelpText, TextField } from '../../ui/field.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Select } from '../../ui/select.tsx'
import { CommandActs } from './command-acts.tsx'
import type { CommandMeans } from './command-means.ts'
import { FilledText } from './command-text.tsx'
import { useCommandWords } from './use-commands.ts'
import { useFilling, type Filling } from './use-filling.ts'
import { useUsing } from './use-using.ts'

interface CommandFormProps {
  readonly command: SavedCommand
  readonly means: CommandMeans
  readonly onEdit: () => void
}

/** The time of today, else the day. */
function whenText(at: number, { today }: CommandWords, language: Language): string {
  const date = new Date(at)
  if (date.toDateString() === new Date().toDateString()) return today(formatTime(at))
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(date)
}

function Head({ command, onEdit }: Pick<CommandFormProps, 'command' | 'onEdit'>) {
  const say = useCommandWords()
  const language = useLanguage()
  const { times, usedAt } = command
  return (
    <>
      <div className="command-head">
        <h2 className="trunc">{command.name}</h2>
        <Button size="small" variant="ghost" icon={<Pencil size={13} aria-hidden="true" />} onClick={onEdit}>
          {say.edit}
        </Button>
      </div>
      <div className="command-used">
        {usedAt === null ? say.neverUsed : say.used(times, whenText(usedAt, say, language))}
      </div>
    </>
  )
}

function TargetField({ filling: { targets, target, setTarget } }: { readonly filling: Filling }) {
  const say = useCommandWords()
  const help = target === null ? ({ tone: 'plain', text: say.noTarget } as const) : null
  const options = targets.map(({ key, name, id, environment }) => ({
    value: key,
    label: (
      <>
        {environment === null ? null : <EnvironmentMark environment={environment} />}
        <span className="trunc">{name}</span>
        <span className="t3 mono trunc">{id}</span>
      </>
    ),
  }))
  return (
    <Field label={say.target} help={help}>
      {(ids) => (
        <Select
          id={ids.control}
          value={target?.key ?? null}
          options={options}
          placeholder={say.chooseTarget}
          describedBy={ids.help}
          onChange={setTarget}
        />
      )}
    </Field>
  )
}

function Parameters({ filling: { parameters, values, filled, setValue } }: { readonly filling: Filling }) {
  const say = useCommandWords()
  if (parameters.length === 0) return null
  const faults = filled.ok ? [] : filled.faults
  const hasSecret = parameters.some(isSecretName)
  return (
    <div className="command-parameters">
      {parameters.map((name) => {
        const fault = faults.find((one) => one.name === name && one.why !== 'empty')
        const help =
          fault === undefined
            ? null
            : ({ tone: 'bad', text: fault.why === 'unclear' ? say.unclear(name) : say.notOneLine(name) } as const)
        return (
          <TextField
            key={name}
            {...{ label: name, help }}
            mono
            value={values[name] ?? ''}
            onChange={(value) => setValue(name, value)}
          />
        )
      })}
      <HelpText help={{ tone: 'plain', text: hasSecret ? say.secretNotKept : say.quoted }} />
    </div>
  )
}

function Result({ filling: { filled, use } }: { readonly filling: Filling }) {
  const say = useCommandWords()
  const words = useWords()
  const { copy } = useActions()
  const isAlone = use === 'alone' || use === 'alone-plain'
  return (
    <div className="field">
      <span className="field-label">{isAlone ? say.willRun : say.willBeTyped}</span>
      <div className="command-result mono" role="status">
        {filled.ok ? (
          <FilledText parts={filled.parts} />
        ) : (
          <span className="t3">{say.missing(filled.faults.map(({ name }) => name).join(words.listSeparator))}</span>
        )}
        {filled.ok ? <CopyButton label={say.copy} onCopy={() => void copy(filled.line)} /> : null}
      </div>
    </div>
  )
}

function Then({ filling: { uses, use, setUse } }: { readonly filling: Filling }) {
  const say = useCommandWords()
  const options = uses.map((value) => ({ value, label: say.uses[value], help: say.usesHelp[value] }))
  return (
    <div className="field">
      <span className="field-label">{say.then}</span>
      <RadioGroup label={say.then} value={use} options={options} onChange={setUse} />
    </div>
  )
}

/** What a command is filled in with, how it will read, and what becomes of it. */
export function CommandForm({ command, means, onEdit }: CommandFormProps) {
  const { title } = useCommandWords()
  const { platform } = useSnapshot().app
  const filling = useFilling(command, means)
  const using = useUsing(command, filling, means)
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !withMod(event, platform)) return
    event.preventDefault()
    using.open?.()
  }
  return (
    <aside className="command-side" aria-label={`${title}: ${command.name}`} onKeyDown={onKey}>
      <div className="command-body">
        <Head command={command} onEdit={onEdit} />
        <TargetField filling={filling} />
        <Parameters filling={filling} />
        <Result filling={filling} />
        <Then filling={filling} />
      </div>
      <CommandActs using={using} use={filling.use} openShells={means.openShells} />
    </aside>
  )
}
