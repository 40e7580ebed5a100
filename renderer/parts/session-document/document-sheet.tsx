import './document-sheet.css'
import '../../ui/question.css'
import { useId, useState, type FormEvent } from 'react'
import type { ChosenDocument } from '#contract/shells.ts'
import type { TargetPlace } from '#contract/targets.ts'
import { problemText } from '#words/problem-text.ts'
import { targetWordsOf, type TargetWords } from '#words/target-words.ts'
import type { Messages } from '#words/messages.ts'
import { useLanguage, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field, type Help } from '../../ui/field.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { ParameterFields } from './parameter-fields.tsx'
import { forwards, useChoosing, type Choosing } from './use-choosing.ts'
import { useDocumentNames, type DocumentReading } from './use-document.ts'

interface DocumentSheetProps {
  readonly place: TargetPlace
  /** As the target is called. */
  readonly name: string
  /** What was chosen before; undefined: the account's own. */
  readonly before: ChosenDocument | undefined
  /** Whether the choice can be remembered for the target, and is so already. Null: it can not. */
  readonly kept: 'favourite' | 'new' | null
  readonly onOpen: (chosen: ChosenDocument | undefined, keep: boolean) => void
  readonly onClose: () => void
}

/** What is said of the document that was named. */
function readingHelp(reading: DocumentReading, say: TargetWords['document'], words: Messages): Help {
  switch (reading.state) {
    case 'none':
      return { tone: 'plain', text: say.own }
    case 'wrong-name':
      return { tone: 'bad', text: say.wrongName }
    case 'reading':
      return { tone: 'busy', text: say.reading }
    case 'read':
      if (forwards(reading)) return { tone: 'bad', text: say.notShell }
      return { tone: 'ok', text: reading.document.description ?? (takesNone(reading) ? say.without : '') }
    case 'failed':
      if (reading.problem.code === 'DOCUMENT_INVALID') return { tone: 'bad', text: say.missing }
      if (reading.problem.code === 'ACCESS_DENIED') return { tone: 'warn', text: say.unread }
      return { tone: 'warn', text: problemText(reading.problem, words, {}).headline }
  }
}

const takesNone = (reading: DocumentReading): boolean =>
  reading.state === 'read' && reading.document.parameters.length === 0

function NameField({ place, choosing }: Pick<DocumentSheetProps, 'place'> & { readonly choosing: Choosing }) {
  const words = useWords()
  const { document: say } = targetWordsOf(useLanguage())
  const names = useDocumentNames(place)
  const help = readingHelp(choosing.reading, say, words)
  const suggestions = names.map((name) => ({ value: name, text: name, label: <span className="mono">{name}</span> }))
  return (
    <Field label={say.label} help={help}>
      {(ids) => (
        <SuggestField
          id={ids.control}
          value={choosing.name}
          suggestions={suggestions}
          openLabel={say.names}
          describedBy={ids.help}
          invalid={help.tone === 'bad'}
          onChange={choosing.setName}
        />
      )}
    </Field>
  )
}

function KeepBox({ kept, value, onChange }: KeepProps) {
  const { document: say } = targetWordsOf(useLanguage())
  const id = useId()
  if (kept === null) return null
  return (
    <label className="document-keep" htmlFor={id}>
      <Checkbox id={id} checked={value} onChange={onChange} />
      <span>
        {say.keep}
        {kept === 'new' ? <span className="t3">{` ${say.keepHelp}`}</span> : null}
      </span>
    </label>
  )
}

interface KeepProps extends Pick<DocumentSheetProps, 'kept'> {
  readonly value: boolean
  readonly onChange: (keep: boolean) => void
}

/** Which session document a target's shell is opened by, and with what. */
export function DocumentSheet({ place, name, before, kept, onOpen, onClose }: DocumentSheetProps) {
  const words = useWords()
  const { document: say, confirm } = targetWordsOf(useLanguage())
  const choosing = useChoosing(place, before)
  const [keep, setKeep] = useState(kept === 'favourite')
  const { chosen } = choosing
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (chosen !== null) onOpen(chosen === 'own' ? undefined : chosen, keep && kept !== null)
  }
  const title = say.title(name)
  return (
    <Sheet label={title} size="question" onClose={onClose}>
      <form onSubmit={submit} className="document-form">
        <div className="question-body">
          <h2 className="sheet-title">{title}</h2>
          <NameField place={place} choosing={choosing} />
          <ParameterFields choosing={choosing} />
          <KeepBox kept={kept} value={keep} onChange={setKeep} />
        </div>
        <div className="question-actions">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" variant="primary" disabled={chosen === null}>
            {confirm.open}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
