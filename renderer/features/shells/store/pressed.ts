import type { Arrow } from '#domain/shell-layout/pane-tree.ts'
import { currentTab } from '#domain/shell-layout/workspace.ts'
import type { PaneTerminal } from '../terminal/pane-terminal.ts'
import type { ShellKey } from '../terminal/shell-keys.ts'
import type { Arranging } from './arranging.ts'
import type { Broadcasting } from './broadcasting.ts'
import type { Closing } from './closing.ts'
import type { StoreParts } from './store-parts.ts'

interface Means {
  arrange(): Arranging
  closing(): Closing
  readonly broadcast: Broadcasting
  peek(pane: string): PaneTerminal | null
  copy(text: string): void
}

const arrows: Readonly<Record<string, Arrow>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

/** What the app's own keys do in a pane. */
export function createPressed(pane: string, { store, services }: StoreParts, means: Means) {
  const { arrange, closing, broadcast, peek, copy } = means
  const copySelection = (): void => {
    const text = peek(pane)?.selection() ?? ''
    if (text !== '') copy(text)
  }
  const toggleDock = (): void =>
    services.view.setState(({ dockOpen, screen }) =>
      screen.name === 'shells' ? { dockOpen: true, screen: { name: 'tunnels' } } : { dockOpen: !dockOpen },
    )
  const acts: Readonly<Record<ShellKey, (arrow: Arrow) => void>> = {
    'shell-leave': leaveTerminal,
    'shell-new': () => arrange().choose(),
    'shell-close': () => closing().pane(pane),
    'shell-next-tab': () => arrange().stepTab(1),
    'shell-previous-tab': () => arrange().stepTab(-1),
    'shell-rename': () => store.setState(({ workspace }) => ({ renaming: currentTab(workspace)?.id ?? null })),
    'shell-split-right': () => arrange().split('right'),
    'shell-split-down': () => arrange().split('below'),
    'shell-walk': (arrow) => arrange().stepPane(arrow),
    'shell-move': (arrow) => arrange().movePane(arrow),
    'shell-zoom': () => arrange().zoom(),
    'shell-find': () => store.setState({ finding: pane }),
    'shell-copy': copySelection,
    'shell-paste': () => {},
    'shell-broadcast': () => broadcast.toggle(),
    'shell-dock': toggleDock,
  }
  return (key: ShellKey, event: KeyboardEvent): void => acts[key](arrows[event.key] ?? 'right')
}

/** To the tab that is shown, from where Tab walks on. */
function leaveTerminal(): void {
  document.querySelector<HTMLElement>('.shell-tabs [role="tab"][aria-selected="true"]')?.focus()
}
