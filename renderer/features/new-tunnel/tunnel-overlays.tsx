import { fullName } from '#domain/tunnel-text/full-name.ts'
import { useActions } from '../../app/actions.ts'
import { useTunnel, useView, useWords } from '../../app/services.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { TunnelSheet } from './tunnel-sheet.tsx'

function RemoveTunnel({ id }: { readonly id: string }) {
  const words = useWords()
  const actions = useActions()
  const tunnel = useTunnel(id)
  if (tunnel === null) return null
  const say = words.tunnels.confirmRemove
  const name = fullName(tunnel)
  return (
    <Confirm
      title={say.title(name)}
      text={say.text(tunnel.preference.localPort)}
      action={say.action(name)}
      keep={words.cancel}
      onConfirm={() => void actions.remove(id)}
      onClose={actions.closeOverlay}
    />
  )
}

/** What lies over the window now about a tunnel's own settings, if anything. */
export function TunnelOverlays() {
  const overlay = useView((state) => state.overlay)
  if (overlay === null || overlay.name === 'request') return null
  if (overlay.name === 'remove-tunnel') return <RemoveTunnel id={overlay.id} />
  return <TunnelSheet key={overlay.name === 'edit-tunnel' ? overlay.id : 'new'} overlay={overlay} />
}
