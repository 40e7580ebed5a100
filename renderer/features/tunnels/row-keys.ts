import type { KeyboardEvent } from 'react'
import { hasOpenSession } from '#domain/tunnel/open-session.ts'
import { localAddress } from '#domain/tunnel-text/local-address.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { Actions } from '../../app/actions.ts'
import { withMod } from '../../app/shortcuts.ts'

interface RowKeyContext {
  readonly tunnel: TunnelView
  readonly platform: string
  readonly actions: Pick<Actions, 'copy' | 'connect' | 'disconnect' | 'edit' | 'askToRemove'>
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

function modKey(event: KeyboardEvent, { tunnel, actions, onChooseAll }: RowKeyContext): boolean {
  const { id } = tunnel
  switch (event.key.toLowerCase()) {
    case 'c':
      void actions.copy(localAddress(tunnel.preference.localPort))
      return true
    case 'enter':
      toggleSession(tunnel, actions)
      return true
    case 'e':
      actions.edit(id)
      return true
    case 'a':
      onChooseAll()
      return true
    default:
      return false
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

function plainKey(event: KeyboardEvent, context: RowKeyContext): boolean {
  const { tunnel, actions, onMove, onOut, onOpen, onSwitch, onMenu } = context
  const step = steps[event.key]
  if (step !== undefined) onMove(step, event.shiftKey ? 'range' : 'plain')
  else if (event.key === 'ArrowLeft') onOut()
  else if (event.key === 'Enter') onOpen()
  else if (event.key === ' ') onSwitch()
  else if (event.key === 'Delete' || event.key === 'Backspace') actions.askToRemove(tunnel.id)
  else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) onMenu(event.currentTarget)
  else return false
  return true
}

/** The keys of a row; keys pressed on a control inside it are the control's. */
export function handleRowKey(event: KeyboardEvent, context: RowKeyContext): void {
  if (event.target !== event.currentTarget || event.altKey) return
  const handled = withMod(event, context.platform) ? modKey(event, context) : plainKey(event, context)
  if (handled) event.preventDefault()
}
