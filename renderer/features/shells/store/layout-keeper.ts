import { keptLayout, restoredLayout, type KeptPane } from '#domain/shell-layout/saved-layout.ts'
import { allPanes, type Arranging } from './arranging.ts'
import type { PaneContent } from './shell-state.ts'
import type { StoreParts } from './store-parts.ts'

/** Milliseconds that changes are gathered before they are kept. */
const settleMs = 300

/**
 * Brings the tabs back as they were, once; keeps them from then on. A shell that main still has is shown again, any other
 * pane waits for a person.
 */
export function createLayoutKeeper(parts: StoreParts, arrange: Arranging): { dispose(): void } {
  const { services, store } = parts
  let timer: ReturnType<typeof setTimeout> | undefined
  const keptPanes = (): ReadonlyMap<string, KeptPane> => {
    const { contents } = store.getState()
    return new Map(
      [...contents].flatMap(([pane, content]) => {
        const request = parts.requestOf(pane)
        return request === null
          ? []
          : [[pane, { request, shell: content.kind === 'shell' ? content.id : null }] as const]
      }),
    )
  }
  const keep = (): void => {
    timer = undefined
    void services.client.call('shell.keepLayout', keptLayout(store.getState().workspace, keptPanes()))
  }
  const stop = store.subscribe((state, before) => {
    if (!state.isRestored || (state.workspace === before.workspace && state.contents === before.contents)) return
    timer ??= setTimeout(keep, settleMs)
  })
  void restore(parts, arrange).then(() => store.setState({ isRestored: true }))
  return {
    dispose() {
      stop()
      clearTimeout(timer)
    },
  }
}

async function restore({ services, store }: StoreParts, arrange: Arranging): Promise<void> {
  const answer = await services.client.call('shell.layout').catch(() => null)
  const known = new Set(services.snapshots.getState().snapshot?.shells.map(({ id }) => id))
  const { workspace, panes } = restoredLayout(
    answer?.ok === true ? answer.value : { tabs: [], current: null, panes: [] },
  )
  const contents = [...panes].map(([pane, { request, shell }]): [string, PaneContent] => [
    pane,
    shell !== null && known.has(shell) ? { kind: 'shell', id: shell } : { kind: 'resting', request },
  ])
  store.setState((state) => ({
    contents: new Map([...contents, ...state.contents]),
    workspace: {
      tabs: [...workspace.tabs, ...state.workspace.tabs],
      current: state.workspace.current ?? workspace.current,
    },
  }))
  adoptStrays(store.getState(), [...known], arrange)
  // Where files were is not kept: those of a page that crashed are there again, those of the last start are not.
  for (const { id, request } of services.snapshots.getState().snapshot?.files ?? []) arrange.adoptFiles(id, request)
}

/** Shells of main's that no pane shows get a tab. */
function adoptStrays(
  {
    workspace,
    contents,
  }: { readonly workspace: Parameters<typeof allPanes>[0]; readonly contents: ReadonlyMap<string, PaneContent> },
  shells: readonly string[],
  arrange: Arranging,
): void {
  const shown = allPanes(workspace).flatMap((pane) => {
    const content = contents.get(pane)
    return content?.kind === 'shell' ? [content.id] : []
  })
  for (const id of shells) if (!shown.includes(id)) arrange.adopt(id)
}
