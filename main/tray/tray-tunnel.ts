import type { Snapshot, TunnelView } from '#contract/snapshot.ts'
import type { TunnelStatusKind } from '#contract/status.ts'
import { hasOpenSession } from '#domain/tunnel/open-session.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { localAddress, type LocalPlace } from '#domain/tunnel-text/local-address.ts'
import type { Messages } from '#words/messages.ts'
import { tunnelStateText } from '#words/tunnel-state.ts'
import type { TrayGlyph, TrayItem } from './tray-item.ts'

const glyphs: Readonly<Record<TunnelStatusKind, TrayGlyph | null>> = {
  stopped: null,
  armed: 'armed',
  connecting: 'working',
  open: 'working',
  unanswered: 'working',
  ready: 'ready',
  reconnecting: 'working',
  failed: 'failed',
  unknown: 'working',
}

/** A port alone is one at `localhost`. */
function shortAddress(place: LocalPlace): string {
  return place.localAddress === undefined ? `:${place.localPort}` : localAddress(place)
}

/** A tunnel with what can be done about it from the tray. */
export function tunnelItem(view: TunnelView, words: Messages, platform: Snapshot['app']['platform']): TrayItem {
  const { id, status } = view
  const address = localAddress(view.preference)
  const name = fullName(view)
  const quiet = status.kind === 'ready' || status.kind === 'armed'
  const retries = status.kind === 'failed' && status.retry !== null
  const state = retries ? words.tunnels.failedForNow : tunnelStateText(status, words)
  const said = platform === 'darwin' && quiet ? '' : ` · ${state.toLowerCase()}`
  const { actions, exposure } = words.tunnels
  const exposed = view.exposure?.kind === 'open' ? ` · ${exposure.tray(view.exposure.place.address)}` : ''
  const listening = status.kind !== 'stopped'
  const connected = hasOpenSession(status) || status.kind === 'connecting' || status.kind === 'reconnecting'
  return {
    kind: 'tunnel',
    label: `${name} ${shortAddress(view.preference)}${said}${exposed}`,
    glyph: glyphs[status.kind],
    items: [
      connected
        ? { kind: 'action', label: actions.disconnect, action: { do: 'disconnect', id } }
        : { kind: 'action', label: actions.connect, action: { do: 'connect', id } },
      listening
        ? { kind: 'action', label: actions.stopListening, action: { do: 'disarm', id } }
        : { kind: 'action', label: actions.listen, action: { do: 'arm', id } },
      ...(view.exposure === undefined
        ? []
        : [{ kind: 'action' as const, label: exposure.end, action: { do: 'conceal' as const, id } }]),
      { kind: 'separator' },
      { kind: 'action', label: words.copyOf(address), action: { do: 'copy', text: address } },
      { kind: 'action', label: actions.shell, action: { do: 'shell-on', id } },
      { kind: 'action', label: actions.showRoute, action: { do: 'show-route', id } },
    ],
  }
}
