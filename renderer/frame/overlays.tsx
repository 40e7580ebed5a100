import { useView } from '../app/services.ts'
import { ConfirmEnd, ConfirmEndSeveral, RequestLetter, ShortcutsSheet, TunnelOverlays } from './later-parts.ts'

/** What lies over the window now; none of it is loaded before something asks for it. */
export function Overlays() {
  const overlay = useView((state) => state.overlay)
  const asksToEnd = useView((state) => state.pendingEnd !== null)
  const asksToStop = useView((state) => state.pendingStop !== null)
  const showsShortcuts = useView((state) => state.showsShortcuts)
  return (
    <>
      {overlay === null || overlay.name === 'request' ? null : <TunnelOverlays />}
      {overlay?.name === 'request' ? <RequestLetter /> : null}
      {asksToEnd ? <ConfirmEnd /> : null}
      {asksToStop ? <ConfirmEndSeveral /> : null}
      {showsShortcuts ? <ShortcutsSheet /> : null}
    </>
  )
}
