import { useStore } from 'zustand'
import type { ShellRequest, ShellView } from '#contract/shells.ts'
import type { Environment } from '#contract/tunnel.ts'
import { environmentOf } from '#domain/environments.ts'
import { currentTab, type ShellTab } from '#domain/shell-layout/workspace.ts'
import { shellWordsOf, type ShellWords } from '#words/shell-words.ts'
import { useLanguage, useServices, useSnapshot } from '../../app/services.ts'
import { noFacts, type PaneContent, type ShellState, type TerminalFacts } from './store/shell-state.ts'
import { shellStoreOf, type ShellStore } from './store/shell-store.ts'

export const useShellStore = (): ShellStore => shellStoreOf(useServices())
export const useShellWords = (): ShellWords => shellWordsOf(useLanguage())

export function useShells<T>(select: (state: ShellState) => T): T {
  return useStore(useShellStore(), select)
}

export const useCurrentTab = (): ShellTab | null => useShells(({ workspace }) => currentTab(workspace))

/** What is known of a pane, from the page and from main. */
export interface PaneFacts {
  readonly content: PaneContent | null
  readonly view: ShellView | null
  readonly name: string | null
  readonly environment: Environment | null
  readonly terminal: TerminalFacts
}

/** As somebody named it; where that is an id or a rule, the name of the target that was found. */
export function shellName(request: ShellRequest, view: ShellView | null): string {
  const { target, name } = request
  const isFound = target.on === 'rule' || (target.on === 'node' && target.id === name)
  return (isFound ? view?.targetName : null) ?? name
}

/** A pane as it is drawn; changes with main's snapshot. */
export function usePane(pane: string): PaneFacts {
  const { shells, environments } = useSnapshot()
  const content = useShells(({ contents }) => contents.get(pane) ?? null)
  const terminal = useShells(({ terminals }) => terminals.get(pane) ?? noFacts)
  const view = content?.kind === 'shell' ? (shells.find(({ id }) => id === content.id) ?? null) : null
  const request = content !== null && 'request' in content ? content.request : (view?.request ?? null)
  const files = content !== null && 'files' in content ? content.files : null
  const id = (request ?? files)?.environment ?? null
  const environment = id === null ? null : environmentOf(environments, id)
  const name = request === null ? (files?.name ?? null) : shellName(request, view)
  return { content, view, name, environment, terminal }
}

/** A shell that is open in a pane of this page. */
export interface OpenShellPane {
  readonly pane: string
  readonly name: string
  readonly targetId: string | null
  readonly environment: Environment | null
}

/** The shells that can be typed into. */
export function useOpenShells(): readonly OpenShellPane[] {
  const { shells, environments } = useSnapshot()
  const contents = useShells((state) => state.contents)
  return [...contents].flatMap(([pane, content]): OpenShellPane[] => {
    const view = content.kind === 'shell' ? shells.find(({ id }) => id === content.id) : undefined
    if (view === undefined || view.status.kind !== 'open' || view.request.program.run !== 'shell') return []
    const { request, targetId } = view
    const environment = request.environment === null ? null : environmentOf(environments, request.environment)
    return [{ pane, name: shellName(request, view), targetId, environment }]
  })
}
