import { useState } from 'react'
import type { AdditionOutcome, ConfigChange, UndoOutcome, UndoWish } from '#contract/config-additions.ts'
import { useActions } from '../../app/actions.ts'
import { useServices, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DiffView } from '../../ui/diff-view.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'

type Written = Extract<AdditionOutcome, { kind: 'written' }>
type Changed = Extract<UndoOutcome, { kind: 'changed' }>

interface AddedProfilesProps {
  readonly written: Written
  readonly file: string
  readonly onClose: () => void
}

/** A command that shows that a profile works; quoted for the shells that people have where the name needs it. */
const commandFor = (name: string): string =>
  `aws sts get-caller-identity --profile ${/^[\w@+.%:/-]+$/.test(name) ? name : `"${name}"`}`

/** Takes back what was written; where somebody has changed the file since, the person says how. */
function useUndo({ written: { id }, file, onClose }: AddedProfilesProps) {
  const actions = useActions()
  const { profiles, toasts } = useServices()
  const { profileAdditions: say } = useWords()
  const [changed, setChanged] = useState<Changed | null>(null)
  const undo = async (wish: UndoWish): Promise<void> => {
    const outcome = await actions.call('config.undo', wish)
    if (outcome === null) return
    if (outcome.kind === 'changed') return setChanged(outcome)
    const isUndone = outcome.kind === 'undone'
    toasts.show(isUndone ? 'done' : 'failed', isUndone ? say.undone(file) : say.forgotten)
    onClose()
    await profiles.refresh()
  }
  return {
    changed,
    undo: (way: UndoWish['way'], mark = '') => undo(way === 'as-it-was' ? { id, way } : { id, way, mark }),
  }
}

function Commands({ names }: { readonly names: readonly string[] }) {
  const words = useWords()
  const actions = useActions()
  return (
    <ul className="addition-commands">
      {names.map(commandFor).map((command) => (
        <li key={command}>
          <span className="mono trunc">{command}</span>
          <CopyButton label={words.copyOf(command)} onCopy={() => void actions.copy(command)} />
        </li>
      ))}
    </ul>
  )
}

interface WayProps {
  readonly change: ConfigChange
  readonly action: string
  readonly onChoose: () => void
}

/** One way out, with what it would do. */
function Way({ change, action, onChoose }: WayProps) {
  const words = useWords()
  return (
    <section className="addition-change">
      <DiffView label={action} rows={change.rows} {...words.diff} />
      <Button onClick={onChoose}>{action}</Button>
    </section>
  )
}

/** What was written, how to use it, and how to take it back. */
export function AddedProfiles(props: AddedProfilesProps) {
  const { written, file, onClose } = props
  const words = useWords()
  const { profileAdditions: say } = words
  const { changed, undo } = useUndo(props)
  if (changed !== null) return <ChangedSince {...{ changed, undo, onClose }} />
  return (
    <>
      <div className="addition-body">
        <p className="addition-done">
          <StateGlyph glyph="ready" />
          {say.done(written.names.length, file)}
        </p>
        <section>
          <div className="section-head">{say.use}</div>
          <Commands names={written.names} />
        </section>
      </div>
      <div className="sheet-foot">
        <Button onClick={() => void undo('as-it-was')}>{say.undo}</Button>
        <span className="grow" />
        <Button variant="primary" onClick={onClose}>
          {words.close}
        </Button>
      </div>
    </>
  )
}

interface ChangedSinceProps extends Pick<AddedProfilesProps, 'onClose'> {
  readonly changed: Changed
  readonly undo: ReturnType<typeof useUndo>['undo']
}

/** Somebody has changed the file: both ways, and what each would do. */
function ChangedSince({ changed, undo, onClose }: ChangedSinceProps) {
  const { undoChanged: say } = useWords().profileAdditions
  const { sections, whole } = changed
  return (
    <>
      <div className="addition-body">
        <p className="addition-done">
          <StateGlyph glyph="unanswered" />
          {say.title}
        </p>
        <p className="t2 addition-text">{say.text}</p>
        {sections === null ? (
          <p className="t3 addition-text">{say.sectionsGone}</p>
        ) : (
          <Way change={sections} action={say.sections} onChoose={() => void undo('sections', sections.mark)} />
        )}
        <Way change={whole} action={say.whole} onChoose={() => void undo('whole', whole.mark)} />
      </div>
      <div className="sheet-foot">
        <span className="grow" />
        <Button variant="primary" onClick={onClose}>
          {say.keep}
        </Button>
      </div>
    </>
  )
}
