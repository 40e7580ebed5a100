import { useEffect, useId, useRef, type ClipboardEvent, type KeyboardEvent } from 'react'
import { useWords } from '../../app/services.ts'
import type { Messages } from '#words/messages.ts'
import { Field, HelpText, type Help } from '../../ui/field.tsx'
import type { FormField } from './form-values.ts'
import type { LeftOut } from '#domain/pasted/pasted.ts'
import type { Paste, PasteOutcome } from './use-paste.ts'

function leftOutHelp(left: LeftOut, words: Messages): Help {
  const say = words.form.paste.leftOut
  switch (left.what) {
    case 'password':
    case 'localhost':
      return { tone: 'plain', text: say[left.what] }
    case 'kind':
    case 'task':
    case 'target':
    case 'service':
    case 'word':
    case 'arn':
      return { tone: 'warn', text: say[left.what] }
    case 'parts':
      return { tone: 'plain', text: say.parts(left.names.join(words.listSeparator)) }
    case 'hosts':
    case 'others':
    case 'sources':
      return { tone: 'plain', text: say[left.what](left.count) }
    case 'scheme':
    case 'profile':
      return { tone: 'warn', text: say[left.what](left.name) }
  }
}

/** Labels of the filled fields as the form shows them; the two halves of a target are one. */
function fieldNames(fields: readonly FormField[], words: Messages): string {
  const { form } = words
  const labels: Partial<Record<FormField, string>> = {
    kind: form.kind,
    name: form.name,
    label: form.label,
    profile: form.account,
    region: form.region,
    host: form.host,
    port: form.port,
    instance: form.instanceId,
    tags: form.instancesWith,
    cluster: form.cluster,
    service: form.service,
    container: form.container,
    localPort: form.localPort,
    database: form.databaseName,
    username: form.username,
    reason: form.reason,
  }
  const order = Object.keys(labels) as FormField[]
  const named = order.filter((field) => fields.includes(field)).map((field) => labels[field] ?? '')
  return named.join(words.listSeparator)
}

function outcomeHelp(outcome: PasteOutcome | null, words: Messages): readonly Help[] {
  const say = words.form.paste
  if (outcome === null) return [{ tone: 'plain', text: say.help }]
  if (outcome.state === 'unknown')
    return [
      { tone: 'bad', text: say.unknown },
      { tone: 'plain', text: say.readable },
    ]
  const names = fieldNames(outcome.fields, words)
  const filled: Help[] = names === '' ? [] : [{ tone: 'ok', text: say.filled(names) }]
  return [...filled, ...outcome.leftOut.map((left) => leftOutHelp(left, words))]
}

interface PasteInputProps {
  readonly paste: Paste
  readonly id: string
  readonly describedBy: string
}

/** What is pasted is read at once; what is typed stays in the input until Enter; Escape folds the field away. */
function PasteInput({ paste, id, describedBy }: PasteInputProps) {
  const { placeholder } = useWords().form.paste
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])
  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    event.preventDefault()
    event.currentTarget.value = ''
    paste.take(event.clipboardData.getData('text'))
  }
  const onKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      paste.toggle()
    }
    if (event.key !== 'Enter' || event.metaKey || event.ctrlKey) return
    event.preventDefault()
    const { value } = event.currentTarget
    event.currentTarget.value = ''
    paste.take(value)
  }
  return (
    <input
      ref={input}
      id={id}
      type="text"
      className="mono"
      placeholder={placeholder}
      spellCheck={false}
      autoComplete="off"
      aria-describedby={describedBy}
      onPaste={onPaste}
      onKeyDown={onKey}
    />
  )
}

/**
 * Takes a connection string or a command. What is pasted is read and thrown away at once; what is typed stays in the
 * input and nowhere else until Enter, so that a password in it reaches no state of the page.
 */
export function PasteField({ paste }: { readonly paste: Paste }) {
  const words = useWords()
  const outcomeId = useId()
  const helps = outcomeHelp(paste.outcome, words)
  return (
    <div className="form-paste">
      <Field label={words.form.paste.label}>
        {(ids) => (
          <div className="field-box" data-invalid={paste.outcome?.state === 'unknown' ? '' : undefined}>
            <PasteInput paste={paste} id={ids.control} describedBy={outcomeId} />
          </div>
        )}
      </Field>
      <div className="form-paste-outcome" id={outcomeId} role="status">
        {helps.map((help, index) => (
          // The lines have no identity but their place: each paste replaces them all.
          <HelpText key={`line-${String(index)}`} help={help} />
        ))}
      </div>
    </div>
  )
}
