import { noLayout } from '#contract/shell-layout.ts'
import { keptLayout, restoredLayout, type KeptPanes } from '#domain/shell-layout/saved-layout.ts'
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
  const keep = (): void => {
    timer = undefined
    void services.client.call('shell.keepLayout', keptLayout(store.getState().workspace, keptPanes(parts)))
  }
  const stop = store.subscribe((state, before) => {
    if (!state.isRestored || (state.workspace === before.workspace && state.contents === before.contents)) return
    timer ??= setTimeout(keep, settleMs)
  })
  // A window that goes away keeps what was changed just before.
  const keepNow = (): void => {
    if (timer === undefined) return
    clearTimeout(timer)
    keep()
  }
  window.addEventListener('pagehide', keepNow)
  void restore(parts, arrange).then(() => store.setState({ isRestored: true }))
  return {
    dispose() {
      stop()
      window.removeEventListener('pagehide', keepNow)
      clearTimeout(timer)
    },
  }
}

function keptPanes({ store, requestOf }: StoreParts): KeptPanes {
  const contents = [...store.getState().contents]
  const shells = contents.flatMap(([pane, content]) => {
    const request = requestOf(pane)
    return request === null ? [] : [[pane, { request, shell: content.kind === 'shell' ? content.id : null }] as const]
  })
  const files = contents.flatMap(([pane, content]) =>
    'files' in content
      ? [[pane, { request: content.files, session: content.kind === 'files' ? content.id : null }] as const]
      : [],
  )
  return { shells: new Map(shells), files: new Map(files) }
}

async function restore({ services, store }: StoreParts, arrange: Arranging): Promise<void> {
  const answer = await services.client.call('shell.layout').catch(() => null)
  const snapshot = services.snapshots.getState().snapshot
  const known = new Set(snapshot?.shells.map(({ id }) => id))
  const knownFiles = new Set(snapshot?.files.map(({ id }) => id))
  const { workspace, panes } = restoredLayout(answer?.ok === true ? answer.value : noLayout)
  const shells = [...panes.shells].map(([pane, { request, shell }]): [string, PaneContent] => [
    pane,
    shell !== null && known.has(shell) ? { kind: 'shell', id: shell } : { kind: 'resting', request },
  ])
  const files = [...panes.files].map(([pane, { request, session }]): [string, PaneContent] => [
    pane,
    session !== null && knownFiles.has(session)
      ? { kind: 'files', files: request, id: session }
      : { kind: 'files-resting', files: request },
  ])
  const contents = [...shells, ...files]
  store.setState((state) => ({
    contents: new Map([...contents, ...state.contents]),
    workspace: {
      tabs: [...workspace.tabs, ...state.workspace.tabs],
      current: state.workspace.current ?? workspace.current,
    },
  }))
  adoptStrays(store.getState(), [...known], arrange)
  const shown = contents.flatMap(([, content]) => (content.kind === 'files' ? [content.id] : []))
  for (const { id, request } of snapshot?.files ?? []) if (!shown.includes(id)) arrange.adoptFiles(id, request)
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
