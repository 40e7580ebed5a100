import { isOpen } from '#domain/mfa/question.ts'
import { useSnapshot, useView } from '../app/services.ts'
import {
  CodeSheet,
  ConfirmEnd,
  ConfirmEndSeveral,
  RequestLetter,
  ShortcutsSheet,
  TunnelOverlays,
} from './later-parts.ts'

/** What lies over the window now; none of it is loaded before something asks for it. */
export function Overlays() {
  const overlay = useView((state) => state.overlay)
  const asksToEnd = useView((state) => state.pendingEnd !== null)
  const asksToStop = useView((state) => state.pendingStop !== null)
  const showsShortcuts = useView((state) => state.showsShortcuts)
  const asksForCode = useSnapshot().mfaDevices.some(({ status }) => isOpen(status))
  return (
    <>
      {overlay === null || overlay.name === 'request' ? null : <TunnelOverlays />}
      {overlay?.name === 'request' ? <RequestLetter /> : null}
      {asksToEnd ? <ConfirmEnd /> : null}
      {asksToStop ? <ConfirmEndSeveral /> : null}
      {asksForCode ? <CodeSheet /> : null}
      {showsShortcuts ? <ShortcutsSheet /> : null}
    </>
  )
}
