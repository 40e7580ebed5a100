import { lazy, Suspense, useEffect } from 'react'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { useActions } from '../../app/actions.ts'
import { useTunnel, useView, useWords } from '../../app/services.ts'
import { Confirm } from '../../ui/confirm.tsx'

/** The form, its schemas and what reads a pasted text are a sixth of the page's program, and no first look needs them. */
const loadSheet = () => import('./tunnel-sheet.tsx')
const TunnelSheet = lazy(async () => ({ default: (await loadSheet()).TunnelSheet }))
/** Milliseconds after the window's first drawing: whoever asks for a form then does not wait for it. */
const loadAfterMs = 1_000

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
  useEffect(() => {
    const timer = setTimeout(() => void loadSheet(), loadAfterMs)
    return () => clearTimeout(timer)
  }, [])
  if (overlay === null || overlay.name === 'request') return null
  if (overlay.name === 'remove-tunnel') return <RemoveTunnel id={overlay.id} />
  return (
    <Suspense fallback={null}>
      <TunnelSheet key={overlay.name === 'edit-tunnel' ? overlay.id : 'new'} overlay={overlay} />
    </Suspense>
  )
}
