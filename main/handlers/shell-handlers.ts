import type { CallHandlers } from '#contract/calls.ts'
import type { ShellRequest } from '#contract/shells.ts'
import type { WindowGate } from '#core/app/production/window-gate.ts'
import type { Shells } from '#core/app/shells/shells.ts'
import { ok } from '#domain/result.ts'

type ShellHandlers = Pick<
  CallHandlers,
  'shell.open' | 'shell.again' | 'shell.retry' | 'shell.end' | 'shell.close' | 'shell.rename' | 'shell.attach'
>

/** What the handlers need. */
interface ShellHandlerDeps {
  readonly shells: Shells
  readonly production: WindowGate
  /** What the account is for, whatever the page calls it: by that it is chosen whether a shell is recorded. */
  environmentOf(request: ShellRequest): Promise<string | null>
  /** Told of each shell that was opened. */
  remember(request: ShellRequest): void
  /** Joins a shell's session with the page of a window that asked for it. */
  join(shell: {
    readonly id: string
    readonly sessionId: string
    readonly window: string
    readonly attachment: number
  }): void
}

/** What a window may do with the shells that it opened. */
export function createShellHandlers({
  shells,
  production,
  environmentOf,
  remember,
  join,
}: ShellHandlerDeps): ShellHandlers {
  return {
    'shell.open': async ({ size, agreed, ...asked }, { window }) => {
      const request = { ...asked, environment: await environmentOf(asked) }
      const admitted = await production.admit(window, request, agreed)
      if (!admitted.ok) return admitted
      const opened = shells.open(window, request, size)
      if (opened.ok) remember(request)
      return opened
    },
    'shell.again': async ({ id, size, agreed }, { window }) => {
      const known = shells.requestOf(window, id)
      if (!known.ok) return known
      // The account may be for something else than when it was opened.
      const request = { ...known.value, environment: await environmentOf(known.value) }
      const admitted = await production.admit(window, request, agreed)
      return admitted.ok ? shells.again(window, id, size, request.environment) : admitted
    },
    'shell.retry': async ({ id }, { window }) => shells.retry(window, id),
    'shell.end': async ({ id }, { window }) => shells.end(window, id),
    'shell.close': async ({ id }, { window }) => shells.close(window, id),
    'shell.rename': async ({ id, name }, { window }) => shells.rename(window, id, name),
    'shell.attach': async ({ id, attachment }, { window }) => {
      const shown = shells.shown(window, id)
      if (!shown.ok) return shown
      join({ id, sessionId: shown.value, window, attachment })
      return ok(undefined)
    },
  }
}
