import type { CallHandlers } from '#contract/calls.ts'
import type { ShellLayout } from '#contract/shell-layout.ts'
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
      await store.save(layout)
      return ok(undefined)
    },
  }
}
