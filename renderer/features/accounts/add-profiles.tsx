import './add-profiles.css'
import { X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { AdditionOutcome, AdditionPreview } from '#contract/config-additions.ts'
import type { Messages } from '#words/messages.ts'
import { problemText } from '#words/problem-text.ts'
import { useActions } from '../../app/actions.ts'
import { useProfiles, useServices, useWords } from '../../app/services.ts'
import { RegionField } from '../../parts/region/region-field.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { DiffView } from '../../ui/diff-view.tsx'
import { HelpText } from '../../ui/field.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import type { AccountLine } from './account-lines.ts'
import { AddedProfiles } from './added-profiles.tsx'
import { useAddition, type AddableRole, type Addition } from './use-addition.ts'

/** The letters with which every AWS tool finds a profile: those of the SDK for JavaScript, which takes the fewest. */
const plainName = /^[\w@+.%:/-]*$/

interface RoleRowProps {
  readonly addition: Addition
  readonly role: AddableRole
}

/** What is to be said of a name; null where nothing is. */
function useNameHelp({ addition, role: { key } }: RoleRowProps) {
  const { profileAdditions: say } = useWords()
  const state = addition.proposed(key)?.state
  if (addition.isNameInvalid(key)) return { tone: 'bad', text: say.states.invalid } as const
  if (state !== undefined && state !== 'free') return { tone: 'bad', text: say.states[state] } as const
  const isPlain = plainName.test(addition.chosen.names[key] ?? '')
  return isPlain ? null : ({ tone: 'warn', text: say.quoted } as const)
}

function NameField({ addition, role, isInvalid }: RoleRowProps & { readonly isInvalid: boolean }) {
  const { profileAdditions: say } = useWords()
  const { key, roleName } = role
  const { chosen, change } = addition
  const proposed = addition.proposed(key)?.name ?? ''
  return (
    <div className="field-box" data-invalid={isInvalid ? '' : undefined}>
      <input
        type="text"
        className="mono"
        spellCheck={false}
        autoComplete="off"
        aria-label={say.nameFor(roleName)}
        aria-invalid={isInvalid}
        placeholder={proposed}
        value={chosen.names[key] ?? proposed}
        onChange={({ target }) => change({ names: { ...chosen.names, [key]: target.value } })}
      />
    </div>
  )
}

function RoleRow(props: RoleRowProps) {
  const { addition, role } = props
  const { profileAdditions: say } = useWords()
  const { chosen, change } = addition
  const { key, roleName } = role
  const isTicked = chosen.ticked.includes(key)
  const help = useNameHelp(props)
  const tick = (on: boolean): void =>
    change({ ticked: on ? [...chosen.ticked, key] : chosen.ticked.filter((one) => one !== key) })
  return (
    <li className="addition-row">
      <label className="addition-role">
        <Checkbox id={`add ${key}`} checked={isTicked} onChange={tick} />
        <span className="trunc">{roleName}</span>
        {role.has.length === 0 ? null : (
          <span className="t3 trunc" title={role.has.join('\n')}>
            {say.has(role.has)}
          </span>
        )}
      </label>
      {isTicked ? <NameField {...props} isInvalid={help?.tone === 'bad'} /> : null}
      {help === null || !isTicked ? null : <HelpText help={help} />}
    </li>
  )
}

function Form({ addition }: { readonly addition: Addition }) {
  const { profileAdditions: say } = useWords()
  return (
    <section>
      <div className="addition-row addition-columns" aria-hidden="true">
        <span className="field-label">{say.columns.role}</span>
        <span className="field-label">{say.columns.name}</span>
      </div>
      <ul className="addition-rows">
        {addition.roles.map((role) => (
          <RoleRow key={role.key} {...{ addition, role }} />
        ))}
      </ul>
      <div className="addition-region">
        <RegionField
          label={say.region}
          value={addition.chosen.region}
          help={null}
          onChange={(region) => addition.change({ region })}
        />
      </div>
    </section>
  )
}

/** The lines as they would be in the file. */
function Change({ addition, isAgain }: { readonly addition: Addition; readonly isAgain: boolean }) {
  const words = useWords()
  const { profileAdditions: say } = words
  const { preview, problem } = addition.look
  if (problem !== null) return <HelpText help={{ tone: 'bad', text: problemText(problem, words, {}).sentence }} />
  if (addition.chosen.ticked.length === 0) return <p className="t3 addition-text">{say.nothingChosen}</p>
  if (preview?.change === null || preview === null) return null
  const { rows } = preview.change
  const added = rows.filter(({ kind }) => kind === 'added').length
  return (
    <section className="addition-change" aria-label={say.changes}>
      {isAgain ? <HelpText help={{ tone: 'warn', text: say.changedSince }} /> : null}
      <div className="section-head">
        <span className="mono ssh-file">{preview.file}</span>
        <span className="section-side">{preview.isNew ? say.newFile : say.added(added)}</span>
      </div>
      <DiffView label={say.changes} rows={rows} {...words.diff} />
    </section>
  )
}

interface FrameProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A sheet with a head. */
function Frame({ title, onClose, children }: FrameProps) {
  const words = useWords()
  return (
    <Sheet label={title} size="reading" onClose={onClose}>
      <div className="sheet-head">
        <h2 className="trunc">{title}</h2>
        <span className="grow" />
        <IconButton label={words.close} onClick={onClose}>
          <X size={16} />
        </IconButton>
      </div>
      {children}
    </Sheet>
  )
}

type Written = Extract<AdditionOutcome, { kind: 'written' }>

interface FormSheetProps extends Omit<FrameProps, 'children'> {
  readonly line: AccountLine
  readonly onWritten: (written: Written) => void
}

/** Writes what is shown, once; what was not written because the file is another one is shown as it would be now. */
function useAdd(addition: Addition, onWritten: (written: Written) => void) {
  const actions = useActions()
  const { profiles } = useServices()
  const [isBusy, setBusy] = useState(false)
  const [isAgain, setAgain] = useState(false)
  const { wish, look } = addition
  const mark = look.preview?.change?.mark
  const add = async (): Promise<void> => {
    if (isBusy || wish === null || mark === undefined) return
    setBusy(true)
    const outcome = await actions.call('config.add', { ...wish, mark })
    setBusy(false)
    if (outcome?.kind === 'changed') {
      setAgain(true)
      addition.setLook({ preview: outcome.preview, problem: null })
    } else if (outcome?.kind === 'written') {
      onWritten(outcome)
      await profiles.refresh()
    }
  }
  return { add, isAgain, canAdd: !isBusy && wish !== null && mark !== undefined }
}

/** What is kept of the file as it is; of one that is not there yet, nothing. */
function backupNote(preview: AdditionPreview | null, { profileAdditions: say }: Messages): string {
  if (preview === null || preview.isNew) return ''
  return say.backup(preview.file.split(/[/\\]/).at(-1) ?? '')
}

function FormSheet({ line, title, onClose, onWritten }: FormSheetProps) {
  const words = useWords()
  const addition = useAddition(line)
  const { add, isAgain, canAdd } = useAdd(addition, onWritten)
  return (
    <Frame title={title} onClose={onClose}>
      <div className="addition-body">
        <Form addition={addition} />
        <Change addition={addition} isAgain={isAgain} />
      </div>
      <div className="sheet-foot">
        <span className="t3 addition-text">{backupNote(addition.look.preview, words)}</span>
        <span className="grow" />
        <Button onClick={onClose}>{words.cancel}</Button>
        <Button variant="primary" disabled={!canAdd} onClick={() => void add()}>
          {words.profileAdditions.add(Math.max(1, addition.chosen.ticked.length))}
        </Button>
      </div>
    </Frame>
  )
}

/** Profiles for an account's permission sets, shown as the file would be, written when that is agreed to, and undone again. */
export function AddProfiles({ line, onClose }: { readonly line: AccountLine; readonly onClose: () => void }) {
  const { profileAdditions: say } = useWords()
  const file = useProfiles((state) => state.file)
  const [written, setWritten] = useState<Written | null>(null)
  const title = say.title(file)
  if (written === null) return <FormSheet {...{ line, title, onClose }} onWritten={setWritten} />
  return (
    <Frame title={title} onClose={onClose}>
      <AddedProfiles {...{ written, file, onClose }} />
    </Frame>
  )
}
