import './document-sheet.css'
import '../../ui/question.css'
import { useId, useState, type FormEvent } from 'react'
import type { TunnelDocument } from '#contract/chosen-document.ts'
import type { SessionDocumentView } from '#contract/session-documents.ts'
import type { TargetPlace } from '#contract/targets.ts'
import { secretsNeeded } from '#domain/document-parameters/of-tunnel.ts'
import { shownVisibly } from '#domain/text/visible.ts'
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
import { suits, useChoosing, type Choosing, type DocumentUse } from './use-choosing.ts'
import { useDocumentNames } from './use-document.ts'

interface DocumentSheetProps {
  readonly place: TargetPlace
  /** As the target is called, or the tunnel. */
  readonly name: string
  /** Left out, it is for a shell. */
  readonly use?: DocumentUse
  /** What was chosen before; undefined: the account's own, or AWS's for a tunnel. */
  readonly before: TunnelDocument | undefined
  /** Whether the choice can be remembered for the target, and is so already. Null: it can not. */
  readonly kept: 'favourite' | 'new' | null
  readonly onOpen: (chosen: TunnelDocument | undefined, keep: boolean) => void
  readonly onClose: () => void
}

/** What is said of the document that was named. */
function readingHelp({ reading, use }: Choosing, say: TargetWords['document'], words: Messages): Help {
  const ofTunnel = use === 'tunnel'
  switch (reading.state) {
    case 'none':
      return { tone: 'plain', text: ofTunnel ? say.tunnel.own : say.own }
    case 'wrong-name':
      return { tone: 'bad', text: say.wrongName }
    case 'reading':
      return { tone: 'busy', text: say.reading }
    case 'read':
      if (!suits(reading, use)) return { tone: 'bad', text: ofTunnel ? say.tunnel.notPort : say.notShell }
      return secretHelp(reading.document, use, say) ?? { tone: 'ok', text: saidOf(reading.document, use, say) }
    case 'failed':
      if (reading.problem.code === 'DOCUMENT_INVALID') return { tone: 'bad', text: say.missing }
      if (reading.problem.code === 'ACCESS_DENIED')
        return { tone: 'warn', text: ofTunnel ? say.tunnel.unread : say.unread }
      return { tone: 'warn', text: problemText(reading.problem, words, {}).headline }
  }
}

/** A tunnel keeps no secret, and asks for none. */
function secretHelp(document: SessionDocumentView, use: DocumentUse, say: TargetWords['document']): Help | null {
  const [secret] = use === 'tunnel' ? secretsNeeded(document.parameters) : []
  return secret === undefined ? null : { tone: 'bad', text: say.tunnel.secret(shownVisibly(secret)) }
}

function saidOf(document: SessionDocumentView, use: DocumentUse, say: TargetWords['document']): string {
  if (document.description !== null) return document.description
  if (use === 'tunnel') return say.tunnel.endpoint
  return document.parameters.length === 0 ? say.without : ''
}

function NameField({ place, choosing }: Pick<DocumentSheetProps, 'place'> & { readonly choosing: Choosing }) {
  const words = useWords()
  const { document: say } = targetWordsOf(useLanguage())
  const names = useDocumentNames(place)
  const help = readingHelp(choosing, say, words)
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

/** Which session document a target's shell, or a tunnel, is opened by, and with what. */
export function DocumentSheet({ place, name, use = 'shell', before, kept, onOpen, onClose }: DocumentSheetProps) {
  const words = useWords()
  const { document: say, confirm } = targetWordsOf(useLanguage())
  const choosing = useChoosing(place, before, use)
  const [keep, setKeep] = useState(kept === 'favourite')
  const { chosen } = choosing
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (chosen !== null) onOpen(chosen === 'own' ? undefined : chosen, keep && kept !== null)
  }
  const title = use === 'tunnel' ? say.tunnel.title(name) : say.title(name)
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
            {use === 'tunnel' ? say.tunnel.use : confirm.open}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
