import { Columns2, Ellipsis, Eraser, Expand, FolderOpen, Pencil, Power, Rows2, Search, X } from 'lucide-react'
import { shellWordsOf } from '#words/shell-words.ts'
import { shortenId, shortenTask } from '#words/format.ts'
import { environmentName } from '#words/environment-name.ts'
import type { ShellView } from '#contract/shells.ts'
import { ruleText } from '#domain/tunnel-text/target-rule.ts'
import { isLiveShell } from '#domain/shell/live.ts'
import { panesOf } from '#domain/shell-layout/pane-tree.ts'
import { useRef } from 'react'
import { useActions } from '../../app/actions.ts'
import { useLanguage, useWords } from '../../app/services.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { EnvironmentMark, EnvironmentTag } from '../../parts/tunnel/tunnel-marks.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ButtonMenu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { PaneDocument } from './pane-document.tsx'
import { PaneRecording } from './recording-mark.tsx'
import { useCurrentTab, useShellStore, useShellWords, useShells, type PaneFacts } from './use-shells.ts'

/** The target as AWS calls it: a node's id, the rule until it has found one, or a container and its task. */
function targetLabel({ request, targetId }: ShellView): { readonly short: string; readonly whole: string } {
  const { target } = request
  switch (target.on) {
    case 'node':
      return { short: shortenId(target.id), whole: target.id }
    case 'rule': {
      const found = targetId ?? ruleText(target.rule)
      return { short: shortenId(found), whole: found }
    }
    case 'container': {
      const task = target.task.split('/').at(-1) ?? target.task
      const whole = [target.cluster.split('/').at(-1), task, target.container].join(' / ')
      return { short: `${target.container} ${shortenTask(task)}`, whole }
    }
  }
}

function Hears({ pane }: { readonly pane: string }) {
  const store = useShellStore()
  const say = useShellWords().broadcast
  const broadcast = useShells((state) => state.broadcast)
  const isPointed = useRef(false)
  if (broadcast.kind === 'off') return null
  const hears = broadcast.hears.includes(pane)
  const id = `hears-${pane}`
  const change = (on: boolean): void => {
    // Whoever points goes on typing; with the keyboard the next box follows.
    if (isPointed.current) store.terminals.peek(pane)?.focus()
    store.broadcast.setHears(pane, on ? 'yes' : 'no')
  }
  return (
    <label
      className="hears-box"
      htmlFor={id}
      onPointerDown={() => (isPointed.current = true)}
      onKeyDown={() => (isPointed.current = false)}
    >
      <Checkbox id={id} checked={hears} onChange={change} />
      {hears ? say.hears : say.leftOut}
    </label>
  )
}

/** What changes the panes; whatever it is, it is done where this pane is. */
function DividingItems({ pane }: { readonly pane: string }) {
  const store = useShellStore()
  const say = useShellWords().actions
  const mod = useShortcut()
  const tab = useCurrentTab()
  const here = (act: () => void) => (): void => {
    store.arrange.focusPane(pane)
    act()
  }
  const right = here(() => store.arrange.split('right'))
  const down = here(() => store.arrange.split('below'))
  return (
    <>
      <MenuItem icon={<Columns2 size={14} />} shortcut={mod('shell-split-right')} onSelect={right}>
        {say.splitRight}
      </MenuItem>
      <MenuItem icon={<Rows2 size={14} />} shortcut={mod('shell-split-down')} onSelect={down}>
        {say.splitDown}
      </MenuItem>
      {tab !== null && panesOf(tab.tree).length > 1 ? (
        <MenuItem icon={<Expand size={14} />} shortcut={mod('shell-zoom')} onSelect={here(store.arrange.zoom)}>
          {tab.zoomed === null ? say.zoom : say.unzoom}
        </MenuItem>
      ) : null}
    </>
  )
}

/** What concerns the text of the pane, and the tab's name. */
function TextItems({ pane }: { readonly pane: string }) {
  const store = useShellStore()
  const say = useShellWords().actions
  const mod = useShortcut()
  const tab = useCurrentTab()
  const find = (): void => store.set({ finding: pane })
  const rename = (): void => store.set({ renaming: tab?.id ?? null })
  return (
    <>
      <MenuItem icon={<Search size={14} />} shortcut={mod('shell-find')} onSelect={find}>
        {say.find}
      </MenuItem>
      <MenuItem icon={<Eraser size={14} />} onSelect={() => store.terminals.peek(pane)?.clear()}>
        {say.clear}
      </MenuItem>
      <MenuItem icon={<Pencil size={14} />} shortcut={mod('shell-rename')} onSelect={rename}>
        {say.rename}
      </MenuItem>
    </>
  )
}

function PaneItems({ pane, facts }: HeadProps) {
  const store = useShellStore()
  const say = useShellWords().actions
  const words = useWords()
  const mod = useShortcut()
  const { call, openFiles } = useActions()
  const { view } = facts
  const live = view !== null && isLiveShell(view.status) ? view : null
  return (
    <>
      <DividingItems pane={pane} />
      <MenuSeparator />
      <TextItems pane={pane} />
      <MenuSeparator />
      {view === null ? null : (
        <MenuItem icon={<FolderOpen size={14} />} onSelect={() => openFiles(view.request)}>
          {say.files}
        </MenuItem>
      )}
      {live === null ? null : (
        <MenuItem icon={<Power size={14} />} onSelect={() => void call('shell.end', { id: live.id })}>
          {say.end}
        </MenuItem>
      )}
      <MenuItem icon={<X size={14} />} shortcut={mod('shell-close')} onSelect={() => store.closing.pane(pane)}>
        {words.close}
      </MenuItem>
    </>
  )
}

interface HeadProps {
  readonly pane: string
  readonly facts: PaneFacts
}

/** Whose pane it is: mark, name, target, environment, and its menu. */
export function PaneHead({ pane, facts }: HeadProps) {
  const words = useWords()
  const say = shellWordsOf(useLanguage())
  const { environment, view, name, terminal } = facts
  const target = view === null ? null : targetLabel(view)
  return (
    <header className="pane-head">
      {environment === null ? null : <EnvironmentMark environment={environment} />}
      <b className="trunc" title={terminal.title === '' ? undefined : terminal.title}>
        {name}
      </b>
      {target === null ? null : (
        <span className="mono pane-target" title={target.whole}>
          {target.short}
        </span>
      )}
      {view === null ? null : <PaneDocument program={view.request.program} />}
      {environment === null ? null : <EnvironmentTag environment={environment} />}
      {environment === null || environment.isProduction ? null : (
        <span className="tag">{environmentName(environment, words)}</span>
      )}
      <span className="grow" />
      <PaneRecording view={view} />
      <Hears pane={pane} />
      <ButtonMenu
        trigger={
          <IconButton label={say.actions.more}>
            <Ellipsis size={15} />
          </IconButton>
        }
      >
        <PaneItems pane={pane} facts={facts} />
      </ButtonMenu>
    </header>
  )
}
