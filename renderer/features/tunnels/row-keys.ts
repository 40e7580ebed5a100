import type { KeyboardEvent } from 'react'
import { hasOpenSession } from '#domain/tunnel/open-session.ts'
import { localAddress } from '#domain/tunnel-text/local-address.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { Actions } from '../../app/actions.ts'
import { withMod } from '../../app/shortcuts.ts'
import { isOn } from '../../parts/tunnel/tunnel-words.ts'

interface RowKeyContext {
  readonly tunnel: TunnelView
  readonly platform: string
  readonly actions: Pick<Actions, 'copy' | 'connect' | 'disconnect' | 'listen' | 'edit' | 'askToRemove'>
  readonly onMove: (by: number | 'first' | 'last') => void
  readonly onOpen: () => void
  readonly onMenu: (anchor: Element) => void
}

/** Connects now, or disconnects when a session is open or on its way. */
function toggleSession(tunnel: TunnelView, actions: Pick<Actions, 'connect' | 'disconnect'>): void {
  const open = hasOpenSession(tunnel.status) || tunnel.status.kind === 'connecting'
  if (open) actions.disconnect(tunnel.id)
  else actions.connect(tunnel.id)
}

function modKey(event: KeyboardEvent, { tunnel, actions }: RowKeyContext): boolean {
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
    default:
      return false
  }
}

const moves: Record<string, number | 'first' | 'last'> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: 'first',
  End: 'last',
  PageDown: 8,
  PageUp: -8,
}

function plainKey(event: KeyboardEvent, context: RowKeyContext): boolean {
  const { tunnel, actions, onMove, onOpen, onMenu } = context
  const move = moves[event.key]
  if (move !== undefined) onMove(move)
  else if (event.key === 'Enter') onOpen()
  else if (event.key === ' ') actions.listen(tunnel.id, isOn(tunnel) ? 'off' : 'on')
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
