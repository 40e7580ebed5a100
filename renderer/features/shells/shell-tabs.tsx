import { Columns2, Expand, FolderOpen, PanelBottom, Plus, Radio, Rows2, Search, SquareTerminal, X } from 'lucide-react'
import { useRef, useState, type DragEvent, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { panesOf } from '#domain/shell-layout/pane-tree.ts'
import type { ShellTab } from '#domain/shell-layout/workspace.ts'
import { letFocusGo } from '../../app/let-focus-go.ts'
import { useServices } from '../../app/services.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { EnvironmentMark, productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { IconButton } from '../../ui/button.tsx'
import type { MenuAnchor } from '../../ui/menu.tsx'
import { TabRecording } from './recording-mark.tsx'
import { TabMenu, type OpenTabMenu } from './tab-menu.tsx'
import type { PaneContent } from './store/shell-state.ts'
import { useCurrentTab, usePane, useShellStore, useShellWords, useShells } from './use-shells.ts'

/** Where the tabs are: on a page of their own, or under the list. */
export type ShellPlace = 'screen' | 'dock'

interface TabNameProps {
  readonly tab: ShellTab
  readonly name: string
}

/** The field that a tab's name is changed in, from the name that it has. */
function TabRename({ tab, name }: TabNameProps) {
  const store = useShellStore()
  const say = useShellWords().tabs
  const [text, setText] = useState(name)
  const isDone = useRef(false)
  const finish = (kind: 'take' | 'leave'): void => {
    // A field that goes away loses the focus, too.
    if (isDone.current) return
    isDone.current = true
    if (kind === 'take' && text !== name) store.arrange.renameTab(tab.id, text)
    store.set({ renaming: null })
    store.terminals.peek(tab.active)?.focus()
  }
  const onKey = (event: KeyboardEvent): void => {
    event.stopPropagation()
    // An Enter that chooses among what an input method offers.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') finish('take')
    else if (event.key === 'Escape') finish('leave')
    else return
    // The terminal has the keys by now, and would type this one: what waits at its prompt would run.
    event.preventDefault()
  }
  return (
    <input
      type="text"
      className="tab-rename"
      aria-label={say.rename}
      autoFocus
      maxLength={60}
      value={text}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish('take')}
      onKeyDown={onKey}
    />
  )
}

function TabName({ tab, name }: TabNameProps) {
  const isRenamed = useShells((state) => state.renaming === tab.id)
  return isRenamed ? <TabRename tab={tab} name={name} /> : <span className="tab-name trunc">{name}</span>
}

/** What is said behind a tab's name: how many more panes, or that its shell is over. */
function useAside(tab: ShellTab): string | null {
  const say = useShellWords().tabs
  const { view, content } = usePane(tab.active)
  const others = panesOf(tab.tree).length - 1
  if (others > 0) return say.andMore(others)
  if (content !== null && 'files' in content) return say.files
  return view?.status.kind === 'ended' ? say.ended : null
}

/** A mark on the tab of a terminal that rang, until somebody looks. */
function Bell({ tab }: { readonly tab: ShellTab }) {
  const say = useShellWords().tabs
  const rings = useShells(({ terminals }) => panesOf(tab.tree).some((pane) => terminals.get(pane)?.rang === true))
  return rings ? <i className="tab-bell" role="img" aria-label={say.rang} title={say.rang} /> : null
}

/** What kind of tab it is, or which environment its shell is in. */
function TabIcon({ pane }: { readonly pane: string }) {
  const { environment, content } = usePane(pane)
  if (content !== null && 'files' in content) return <FolderOpen size={14} aria-hidden="true" />
  if (environment === null) return <SquareTerminal size={14} aria-hidden="true" />
  return <EnvironmentMark environment={environment} />
}

/** In these a person has to say something first: the keyboard stays on the tab. */
const waits: readonly PaneContent['kind'][] = ['resting', 'refused', 'files-resting', 'files-refused']

/** What is seen of a tab, and chosen by it. */
function TabFace({ tab, title }: { readonly tab: ShellTab; readonly title: string }) {
  const store = useShellStore()
  const isShown = useShells(({ workspace }) => workspace.current === tab.id)
  const aside = useAside(tab)
  const takesFocus = useShells(({ contents }) => !waits.includes(contents.get(tab.active)?.kind ?? 'resting'))
  const show = (): void => {
    const terminal = store.terminals.peek(tab.active)
    if (terminal !== null || (!isShown && takesFocus)) letFocusGo()
    store.arrange.showTab(tab.id)
    terminal?.focus()
  }
  const onKey = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (by !== undefined) store.arrange.stepTab(by)
    else if (event.key === 'Enter' || event.key === ' ') show()
    else if (event.key === 'Delete') store.closing.tab(tab.id)
    else return
    event.preventDefault()
  }
  return (
    <div
      className="tab-face"
      role="tab"
      tabIndex={isShown ? 0 : -1}
      aria-selected={isShown}
      title={title}
      onClick={show}
      onKeyDown={onKey}
    >
      <TabIcon pane={tab.active} />
      <TabName tab={tab} name={title} />
      {aside === null ? null : <span className="t3 trunc">{aside}</span>}
      <TabRecording tab={tab} />
      <Bell tab={tab} />
    </div>
  )
}

/** Where the pointer is; at the tab itself for who asks with the keyboard. */
function anchorOf({ clientX, clientY, detail, currentTarget }: MouseEvent<HTMLElement>): MenuAnchor {
  if (detail === 0 && clientX === 0) return currentTarget
  return { x: clientX, y: clientY }
}

/** What is dragged is a tab, by its id. */
const dragType = 'text/culvert-tab'

interface TabProps {
  readonly tab: ShellTab
  readonly index: number
  readonly onMenu: (menu: OpenTabMenu) => void
}

function Tab({ tab, index, onMenu }: TabProps) {
  const store = useShellStore()
  const say = useShellWords().tabs
  const isShown = useShells(({ workspace }) => workspace.current === tab.id)
  const { environment, name } = usePane(tab.active)
  const title = tab.title ?? name ?? say.newShell
  const close = (): void => store.closing.tab(tab.id)
  const openMenu = (event: MouseEvent<HTMLElement>): void => {
    event.preventDefault()
    onMenu({ tab, title, anchor: anchorOf(event) })
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    store.arrange.moveTab(event.dataTransfer.getData(dragType), index)
  }
  return (
    <div
      className="tab"
      draggable
      data-shown={isShown ? '' : undefined}
      data-production={environment === null ? undefined : productionOf(environment)}
      onDragStart={(event) => event.dataTransfer.setData(dragType, tab.id)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      onDoubleClick={() => store.set({ renaming: tab.id })}
      onAuxClick={(event) => (event.button === 1 ? close() : undefined)}
      onContextMenu={openMenu}
    >
      <TabFace tab={tab} title={title} />
      {/* A list of tabs has tabs in it and nothing else: with the keys a tab is closed by Delete. */}
      <IconButton label={say.close(title)} tabIndex={-1} aria-hidden="true" onClick={close}>
        <X size={13} />
      </IconButton>
    </div>
  )
}

/** The tabs with the keys of a list of tabs: arrows walk, Enter goes into the terminal. */
export function ShellTabs({ place }: { readonly place: ShellPlace }) {
  const store = useShellStore()
  const say = useShellWords().tabs
  const tabs = useShells(({ workspace }) => workspace.tabs)
  const list = useRef<HTMLDivElement>(null)
  const [menu, setMenu] = useState<OpenTabMenu | null>(null)
  const mod = useShortcut()
  const choose = (): void => {
    letFocusGo()
    store.arrange.choose()
  }
  const follow = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus())
  }
  return (
    <header className="shell-tabs" data-place={place}>
      <div ref={list} className="tab-list" role="tablist" aria-label={say.label} onKeyDown={follow}>
        {tabs.map((tab, index) => (
          <Tab key={tab.id} tab={tab} index={index} onMenu={setMenu} />
        ))}
      </div>
      <IconButton className="tab-plus" label={`${say.newShell} (${mod('shell-new')})`} onClick={choose}>
        <Plus size={16} />
      </IconButton>
      <span className="grow" />
      <TabActs place={place} />
      <TabMenu open={menu} onClose={() => setMenu(null)} />
    </header>
  )
}

interface ActProps {
  readonly label: string
  readonly pressed?: boolean | undefined
  readonly act: () => void
  readonly children: ReactNode
}

function Act({ label, pressed, act, children }: ActProps) {
  return (
    <IconButton label={label} aria-pressed={pressed} onClick={act}>
      {children}
    </IconButton>
  )
}

/** What divides a tab and looks in it; nothing while where to is still chosen. */
function PaneActs({ place }: { readonly place: ShellPlace }) {
  const store = useShellStore()
  const say = useShellWords().actions
  const mod = useShortcut()
  const tab = useCurrentTab()
  const isBroadcast = useShells((state) => state.broadcast.kind === 'on')
  const isChoosing = useShells(({ contents }) => tab === null || contents.get(tab.active)?.kind === 'choosing')
  const hasFiles = useShells(({ contents }) => tab !== null && 'files' in (contents.get(tab.active) ?? {}))
  if (tab === null || isChoosing) return null
  const { broadcast, arrange } = store
  return (
    <>
      {panesOf(tab.tree).length > 1 && place === 'screen' ? (
        <Act label={`${say.broadcast} (${mod('shell-broadcast')})`} pressed={isBroadcast} act={broadcast.toggle}>
          <Radio size={16} />
        </Act>
      ) : null}
      {hasFiles ? null : (
        <Act label={`${say.find} (${mod('shell-find')})`} act={() => store.set({ finding: tab.active })}>
          <Search size={16} />
        </Act>
      )}
      <Act label={`${say.splitRight} (${mod('shell-split-right')})`} act={() => arrange.split('right')}>
        <Columns2 size={16} />
      </Act>
      <Act label={`${say.splitDown} (${mod('shell-split-down')})`} act={() => arrange.split('below')}>
        <Rows2 size={16} />
      </Act>
    </>
  )
}

function TabActs({ place }: { readonly place: ShellPlace }) {
  const say = useShellWords().actions
  const { view } = useServices()
  const toDock = (): void => view.setState({ dockOpen: true, screen: { name: 'tunnels' } })
  const toScreen = (): void => view.setState({ screen: { name: 'shells' }, dockOpen: false })
  return (
    <div className="tab-acts">
      <PaneActs place={place} />
      {place === 'screen' ? (
        <Act label={say.toDock} act={toDock}>
          <PanelBottom size={16} />
        </Act>
      ) : (
        <>
          <Act label={say.toScreen} act={toScreen}>
            <Expand size={15} />
          </Act>
          <Act label={say.closeDock} act={() => view.setState({ dockOpen: false })}>
            <X size={16} />
          </Act>
        </>
      )}
    </div>
  )
}
