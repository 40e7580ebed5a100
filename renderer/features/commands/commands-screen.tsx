import './commands.css'
import '../../ui/question.css'
import { Plus } from 'lucide-react'
import { useRef, useState, type ReactNode, type RefObject } from 'react'
import type { CommandDraft, SavedCommand } from '#contract/saved-commands.ts'
import { useActions } from '../../app/actions.ts'
import { useWords } from '../../app/services.ts'
import { useFindKey } from '../../parts/list/use-find-key.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { CommandEdit } from './command-edit.tsx'
import { CommandForm } from './command-form.tsx'
import { CommandList } from './command-list.tsx'
import type { CommandMeans } from './command-means.ts'
import { useCommandWords, type CommandList as Listed } from './use-commands.ts'

interface CommandsScreenProps {
  readonly list: Listed
  readonly means: CommandMeans
  /** Stands at the left of the bar: what is chosen from. */
  readonly head: ReactNode
}

/** What lies over the list. */
type Over =
  | { readonly kind: 'edit'; readonly command: SavedCommand | null }
  | { readonly kind: 'remove'; readonly command: SavedCommand }

/** One spelling for what a person takes for the same. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

function matching(commands: readonly SavedCommand[], search: string): readonly SavedCommand[] {
  const words = plain(search).split(/\s+/).filter(Boolean)
  return commands.filter(({ name, line }) => words.every((word) => plain(`${name}\n${line}`).includes(word)))
}

interface BarProps {
  readonly head: ReactNode
  readonly search: string
  readonly field: RefObject<HTMLInputElement | null>
  readonly onSearch: (text: string) => void
  readonly onLeave: () => void
  readonly onNew: () => void
}

function Bar({ head, search, field, onSearch, onLeave, onNew }: BarProps) {
  const say = useCommandWords()
  return (
    <div className="list-bar target-bar">
      {head}
      <span className="grow" />
      <Button icon={<Plus size={14} aria-hidden="true" />} onClick={onNew}>
        {say.save}
      </Button>
      <SearchField
        ref={field}
        value={search}
        label={say.search}
        clearLabel={say.clearSearch}
        onChange={onSearch}
        onLeave={onLeave}
      />
    </div>
  )
}

function Empty({ isNew, onNew, onAll }: { readonly isNew: boolean; readonly onNew: () => void; onAll: () => void }) {
  const say = useCommandWords()
  return (
    <div className="list-empty">
      <h2>{isNew ? say.empty.title : say.nothing}</h2>
      {isNew ? <p>{say.empty.text}</p> : null}
      <div className="empty-actions">
        <Button variant={isNew ? 'primary' : 'secondary'} onClick={isNew ? onNew : onAll}>
          {isNew ? say.save : say.showAll}
        </Button>
      </div>
    </div>
  )
}

interface OverlaysProps {
  readonly over: Over | null
  readonly list: Listed
  readonly setOver: (over: Over | null) => void
  readonly onSaved: (id: string) => void
}

function Overlays({ over, list, setOver, onSaved }: OverlaysProps) {
  const words = useWords()
  const { form } = useCommandWords()
  const { call } = useActions()
  if (over === null) return null
  const { command } = over
  const close = (): void => setOver(null)
  if (over.kind === 'remove') {
    const remove = async (): Promise<void> => {
      close()
      await call('command.remove', { id: over.command.id })
      await list.refresh()
    }
    return (
      <Confirm
        title={form.removeTitle(over.command.name)}
        text={form.removeText}
        action={form.removeAction}
        keep={words.cancel}
        onConfirm={() => void remove()}
        onClose={close}
      />
    )
  }
  const save = async (draft: CommandDraft): Promise<void> => {
    const saved = await call('command.save', { ...draft, ...(command === null ? {} : { id: command.id }) })
    if (saved === null) return
    close()
    await list.refresh()
    onSaved(saved.id)
  }
  return (
    <CommandEdit
      command={command}
      onSave={(draft) => void save(draft)}
      onRemove={() => (command === null ? undefined : setOver({ kind: 'remove', command }))}
      onClose={close}
    />
  )
}

interface ColumnsProps extends Pick<CommandsScreenProps, 'means'> {
  readonly shown: readonly SavedCommand[]
  readonly command: SavedCommand
  readonly onChoose: (id: string) => void
  readonly onEnter: () => void
  readonly onEdit: () => void
}

function Columns({ shown, command, means, onChoose, onEnter, onEdit }: ColumnsProps) {
  return (
    <>
      <CommandList commands={shown} chosen={command.id} onChoose={onChoose} onEnter={onEnter} />
      <CommandForm
        key={`${command.id} ${command.times} ${command.line}`}
        command={command}
        means={means}
        onEdit={onEdit}
      />
    </>
  )
}

const firstField = '.command-parameters input, .command-acts .btn[data-variant="primary"]'

/** Saved commands beside the form of the one that is chosen. */
export function CommandsScreen({ list, means, head }: CommandsScreenProps) {
  const say = useCommandWords()
  const [search, onSearch] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [over, setOver] = useState<Over | null>(null)
  const body = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  useFindKey(field)
  const shown = matching(list.commands ?? [], search)
  const command = shown.find(({ id }) => id === chosen) ?? shown[0] ?? null
  const focus = (what: string): void => body.current?.querySelector<HTMLElement>(what)?.focus()
  const onNew = (): void => setOver({ kind: 'edit', command: null })
  return (
    <section className="list-screen targets commands" aria-label={say.title} aria-busy={list.commands === null}>
      <Bar {...{ head, search, field, onSearch, onNew }} onLeave={() => focus('[role="option"][tabindex="0"]')} />
      <div ref={body} className="command-columns">
        {command !== null ? (
          <Columns
            {...{ shown, command, means }}
            onChoose={setChosen}
            onEnter={() => focus(firstField)}
            onEdit={() => setOver({ kind: 'edit', command })}
          />
        ) : list.commands === null ? null : (
          <Empty isNew={search === ''} onNew={onNew} onAll={() => onSearch('')} />
        )}
      </div>
      <Overlays over={over} list={list} setOver={setOver} onSaved={setChosen} />
    </section>
  )
}
