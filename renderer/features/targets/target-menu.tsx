import { Columns2, Copy, FileCog, FolderOpen, Power, SquareTerminal, Star } from 'lucide-react'
import type { RefObject } from 'react'
import { useActions } from '../../app/actions.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { AnchoredMenu, MenuItem, MenuSeparator, type MenuAnchor } from '../../ui/menu.tsx'
import { requestOf, takesDocuments } from './line-request.ts'
import { idWords, type Saying } from './line-words.ts'
import type { ListHandlers } from './list-handlers.ts'
import { canOpen, canStart, type TargetLine } from './target-rows.ts'

/** A line whose menu is open, and where. */
export interface OpenMenu {
  readonly line: TargetLine
  readonly anchor: MenuAnchor
}

interface TargetMenuProps {
  readonly open: OpenMenu | null
  readonly list: RefObject<HTMLElement | null>
  readonly saying: Saying
  readonly handlers: ListHandlers
  readonly onClose: () => void
}

/** Everything that can be done with a target, wherever it was asked for. */
export function TargetMenu({ open, list, saying, handlers, onClose }: TargetMenuProps) {
  if (open === null) return null
  const { line, anchor } = open
  const back = (): HTMLElement | boolean => {
    const lines = list.current?.querySelectorAll<HTMLElement>('[data-target]') ?? []
    return [...lines].find(({ dataset }) => dataset['target'] === line.key) ?? true
  }
  const label = `${saying.say.more}${saying.words.listSeparator}${line.name}`
  return (
    <AnchoredMenu anchor={anchor} label={label} onClose={onClose} finalFocus={back}>
      <OpenItems line={line} saying={saying} handlers={handlers} />
      <MenuSeparator />
      <KeepItems line={line} saying={saying} handlers={handlers} />
    </AnchoredMenu>
  )
}

type ItemsProps = Pick<TargetMenuProps, 'saying' | 'handlers'> & { readonly line: TargetLine }

function DocumentItem({ line, saying: { say }, handlers }: ItemsProps) {
  const caps = useShortcut()
  return (
    <MenuItem
      icon={<FileCog size={14} />}
      shortcut={caps('target-document')}
      onSelect={() => handlers.onDocument(line)}
    >
      {say.document.action}
    </MenuItem>
  )
}

function OpenItems({ line, saying, handlers }: ItemsProps) {
  const { say } = saying
  const caps = useShortcut()
  const isOpenable = (canOpen(line.target) || line.target === null) && requestOf(line) !== null
  const { onFiles } = handlers
  return (
    <>
      {canStart(line.target) ? (
        <MenuItem icon={<Power size={14} />} onSelect={() => handlers.onStart(line)}>
          {say.start.menu}
        </MenuItem>
      ) : null}
      <MenuItem
        icon={<SquareTerminal size={14} />}
        shortcut={caps('target-open')}
        disabled={!isOpenable}
        onSelect={() => handlers.onOpen(line, 'tab')}
      >
        {say.confirm.open}
      </MenuItem>
      <MenuItem
        icon={<Columns2 size={14} />}
        shortcut={caps('target-split')}
        disabled={!isOpenable}
        onSelect={() => handlers.onOpen(line, 'split')}
      >
        {say.openSplit}
      </MenuItem>
      {takesDocuments(line) ? <DocumentItem {...{ line, saying, handlers }} /> : null}
      {onFiles === null ? null : (
        <MenuItem icon={<FolderOpen size={14} />} shortcut={caps('target-files')} onSelect={() => onFiles(line)}>
          {say.files}
        </MenuItem>
      )}
    </>
  )
}

function KeepItems({ line, saying, handlers }: ItemsProps) {
  const { say } = saying
  const caps = useShortcut()
  const { copy } = useActions()
  return (
    <>
      <MenuItem icon={<Star size={14} />} shortcut={caps('target-star')} onSelect={() => handlers.onStar(line)}>
        {line.favourite === null ? say.star : say.unstar}
      </MenuItem>
      <MenuItem
        icon={<Copy size={14} />}
        shortcut={caps('target-copy')}
        onSelect={() => void copy(idWords(line, saying).copy)}
      >
        {say.copyId}
      </MenuItem>
    </>
  )
}
