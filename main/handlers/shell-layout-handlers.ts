import type { CallHandlers } from '#contract/calls.ts'
import type { ShellLayout } from '#contract/shell-layout.ts'
import { keptParameters } from '#domain/document-parameters/fill-parameters.ts'
import { ok } from '#domain/result.ts'

/** Where the layout lies. */
interface LayoutStore {
  load(): Promise<ShellLayout>
  save(layout: ShellLayout): Promise<void>
}

/** How a window's tabs of shells were arranged, and are from now on. */
export function createShellLayoutHandlers(store: LayoutStore): Pick<CallHandlers, 'shell.layout' | 'shell.keepLayout'> {
  return {
    'shell.layout': async () => ok(await store.load()),
    'shell.keepLayout': async (layout) => {
      await store.save({ ...layout, panes: layout.panes.map(withoutSecrets) })
      return ok(undefined)
    },
  }
}

/** What is written down of a document's parameters. */
function withoutSecrets(pane: ShellLayout['panes'][number]): ShellLayout['panes'][number] {
  const { request } = pane
  const { program } = request
  if (program.run !== 'shell' || program.parameters === undefined) return pane
  const parameters = keptParameters(program.parameters)
  return { ...pane, request: { ...request, program: { ...program, parameters } } }
}
