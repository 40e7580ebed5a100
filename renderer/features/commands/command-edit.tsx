import { useState, type FormEvent } from 'react'
import { commandDraft, type CommandDraft, type CommandShell, type SavedCommand } from '#contract/saved-commands.ts'
import { piecesOf, unclearParameters } from '#domain/saved-command/command-line.ts'
import { parseTags, ruleText } from '#domain/tunnel-text/target-rule.ts'
import { useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { useCommandWords } from './use-commands.ts'

interface CommandEditProps {
  /** Null for a new one. */
  readonly command: SavedCommand | null
  readonly onSave: (draft: CommandDraft) => void
  readonly onRemove: () => void
  readonly onClose: () => void
}

/** What is being written, and the command that it comes to; null until it does. */
function useEditing(command: SavedCommand | null) {
  const [name, setName] = useState(command?.name ?? '')
  const [line, setLine] = useState(command?.line ?? '')
  const [shell, setShell] = useState<CommandShell>(command?.shell ?? 'posix')
  const known = command?.tag ?? null
  const [typedTag, setTag] = useState(known === null ? '' : ruleText({ by: 'tag', tags: [known] }))
  const tags = typedTag.trim() === '' ? [] : parseTags(typedTag)
  const [tag = null] = tags ?? []
  const [unclear = null] = unclearParameters(piecesOf(line, shell))
  const parsed = commandDraft.safeParse({ name, line, shell, tag })
  const isWrong = (field: string): boolean =>
    !parsed.success && parsed.error.issues.some(({ path }) => path[0] === field)
  return {
    ...{ name, setName, line, setLine, shell, setShell, typedTag, setTag },
    tagIsWrong: tags === null || tags.length > 1 || isWrong('tag'),
    lineIsWrong: line !== '' && isWrong('line'),
    unclear,
    draft: parsed.success && tags !== null && tags.length < 2 && unclear === null ? parsed.data : null,
  }
}

function ShellField({ editing }: { readonly editing: ReturnType<typeof useEditing> }) {
  const { form } = useCommandWords()
  const options = (['posix', 'powershell'] as const).map((value) => ({ value, label: form.shells[value] }))
  return (
    <Field label={form.shell}>
      {(ids) => <Select id={ids.control} value={editing.shell} options={options} onChange={editing.setShell} />}
    </Field>
  )
}

function EditFields({ editing }: { readonly editing: ReturnType<typeof useEditing> }) {
  const words = useWords()
  const { form, unclear } = useCommandWords()
  const fault = editing.unclear !== null ? unclear(editing.unclear) : editing.lineIsWrong ? form.wrongLine : null
  const lineHelp =
    fault === null ? ({ tone: 'plain', text: form.lineHelp } as const) : ({ tone: 'bad', text: fault } as const)
  const tagHelp = editing.tagIsWrong ? ({ tone: 'bad', text: form.wrongTag } as const) : null
  return (
    <>
      <TextField label={form.name} value={editing.name} maxLength={100} autoFocus onChange={editing.setName} />
      <TextField label={form.line} mono value={editing.line} help={lineHelp} onChange={editing.setLine} />
      <ShellField editing={editing} />
      <TextField
        label={form.tag}
        optional={words.optional}
        mono
        placeholder={form.tagHint}
        value={editing.typedTag}
        help={tagHelp}
        onChange={editing.setTag}
      />
    </>
  )
}

/** A command as it is written down. */
export function CommandEdit({ command, onSave, onRemove, onClose }: CommandEditProps) {
  const words = useWords()
  const { form, save } = useCommandWords()
  const editing = useEditing(command)
  const { draft } = editing
  const title = command === null ? save : form.editTitle
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (draft !== null) onSave(draft)
  }
  return (
    <Sheet label={title} size="question" onClose={onClose}>
      <form onSubmit={submit}>
        <div className="question-body">
          <h2 className="sheet-title">{title}</h2>
          <EditFields editing={editing} />
        </div>
        <div className="question-actions">
          {command === null ? null : (
            <Button variant="danger" onClick={onRemove}>
              {form.remove}
            </Button>
          )}
          <span className="grow" />
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" variant="primary" disabled={draft === null}>
            {words.form.save}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
