import type { KeyboardEvent } from 'react'
import { pressedOf } from '#domain/shortcuts/shortcuts.ts'
import { hasOpenSession } from '#domain/tunnel/open-session.ts'
import { localAddress } from '#domain/tunnel-text/local-address.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { Actions } from '../../app/actions.ts'

interface RowKeyContext {
  readonly tunnel: TunnelView
  readonly platform: string
  readonly actions: Pick<Actions, 'copy' | 'connect' | 'disconnect' | 'edit' | 'askToRemove' | 'shellOn'>
  /** `range`: the rows on the way are selected together. */
  readonly onMove: (by: Step, kind: 'plain' | 'range') => void
  /** To the head of the row's group. */
  readonly onOut: () => void
  readonly onChooseAll: () => void
  /** Switches the port, or the ports of all that are selected with this row. */
  readonly onSwitch: () => void
  readonly onOpen: () => void
  readonly onMenu: (anchor: Element) => void
}

/** Connects now, or disconnects when a session is open or on its way. */
function toggleSession(tunnel: TunnelView, actions: Pick<Actions, 'connect' | 'disconnect'>): void {
  const open = hasOpenSession(tunnel.status) || tunnel.status.kind === 'connecting'
  if (open) actions.disconnect(tunnel.id)
  else actions.connect(tunnel.id)
}

/** The shortcuts of a row that are not steps. */
const obeyed = [
  'copy-address',
  'toggle-session',
  'open-shell',
  'edit',
  'select-all',
  'open',
  'switch-port',
  'remove',
  'open-menu',
] as const

function act(name: (typeof obeyed)[number], event: KeyboardEvent, context: RowKeyContext): void {
  const { tunnel, actions, onChooseAll, onOpen, onSwitch, onMenu } = context
  const { id } = tunnel
  switch (name) {
    case 'copy-address':
      return void actions.copy(localAddress(tunnel.preference))
    case 'toggle-session':
      return toggleSession(tunnel, actions)
    case 'open-shell':
      return actions.shellOn(tunnel)
    case 'edit':
      return actions.edit(id)
    case 'select-all':
      return onChooseAll()
    case 'open':
      return onOpen()
    case 'switch-port':
      return onSwitch()
    case 'remove':
      return actions.askToRemove(id)
    case 'open-menu':
      return onMenu(event.currentTarget)
  }
}

/** Rows on, or to an end of the list. */
export type Step = number | 'first' | 'last'

/** Keys that walk the list. */
export const steps: Readonly<Record<string, Step>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: 'first',
  End: 'last',
  PageDown: 8,
  PageUp: -8,
}

/** True when the key was a step through the list. */
function walked(event: KeyboardEvent, { onMove, onOut }: RowKeyContext): boolean {
  if (event.ctrlKey || event.metaKey) return false
  const step = steps[event.key]
  if (step !== undefined) onMove(step, event.shiftKey ? 'range' : 'plain')
  else if (event.key === 'ArrowLeft') onOut()
  else return false
  return true
}

/** The keys of a row; keys pressed on a control inside it are the control's. */
export function handleRowKey(event: KeyboardEvent, context: RowKeyContext): void {
  if (event.target !== event.currentTarget || event.altKey) return
  const name = pressedOf(obeyed, event, context.platform)
  if (name !== null) act(name, event, context)
  if (name !== null || walked(event, context)) event.preventDefault()
}
