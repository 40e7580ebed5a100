import { Bookmark } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { SavedCommand } from '#contract/saved-commands.ts'
import { ruleText } from '#domain/tunnel-text/target-rule.ts'
import { CommandText } from './command-text.tsx'
import { useCommandWords } from './use-commands.ts'

interface CommandListProps {
  readonly commands: readonly SavedCommand[]
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
  /** Into the form. */
  readonly onEnter: () => void
}

/** For which targets a command is. */
function useScope(): (command: SavedCommand) => string {
  const { scope } = useCommandWords()
  return ({ tag, shell }) => (tag === null ? scope[shell] : ruleText({ by: 'tag', tags: [tag] }))
}

interface RowProps {
  readonly command: SavedCommand
  readonly isChosen: boolean
  readonly onChoose: (id: string) => void
}

/** It is chosen as soon as it has the keys: a click gives them as the arrows do. */
function CommandRow({ command, isChosen, onChoose }: RowProps) {
  const scopeOf = useScope()
  const { id, name, line } = command
  return (
    <div
      className="list-row command-row"
      role="option"
      aria-selected={isChosen}
      tabIndex={isChosen ? 0 : -1}
      data-command={id}
      onFocus={() => onChoose(id)}
    >
      <Bookmark size={15} aria-hidden="true" />
      <div className="command-main">
        <div className="command-name trunc">{name}</div>
        <div className="command-line mono trunc" title={line}>
          <CommandText command={command} />
        </div>
      </div>
      <div className="command-scope trunc">{scopeOf(command)}</div>
    </div>
  )
}

/** The saved commands, walked with the arrows. */
export function CommandList({ commands, chosen, onChoose, onEnter }: CommandListProps) {
  const { list } = useCommandWords()
  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    const at = commands.findIndex(({ id }) => id === chosen)
    const last = commands.length - 1
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last }[event.key]
    if (to === undefined && event.key !== 'Enter') return
    event.preventDefault()
    if (to === undefined) return onEnter()
    const next = commands[Math.min(Math.max(to, 0), last)]?.id ?? ''
    event.currentTarget.querySelector<HTMLElement>(`[data-command="${next}"]`)?.focus()
  }
  return (
    <div className="list-scroll command-list" role="listbox" aria-label={list} onKeyDown={onKey}>
      {commands.map((command) => (
        <CommandRow key={command.id} command={command} isChosen={command.id === chosen} onChoose={onChoose} />
      ))}
    </div>
  )
}
