import { isOpen } from '#domain/mfa/question.ts'
import { isProxyAsking } from '#domain/proxy-sign-in/question.ts'
import { useSnapshot, useView } from '../app/services.ts'
import {
  CodeSheet,
  ConfirmEnd,
  ConfirmEndSeveral,
  ProxySheet,
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
  const { mfaDevices, proxies } = useSnapshot()
  const asksForCode = mfaDevices.some(({ status }) => isOpen(status))
  const asksForProxy = proxies.some(({ status }) => isProxyAsking(status))
  return (
    <>
      {overlay === null || overlay.name === 'request' ? null : <TunnelOverlays />}
      {overlay?.name === 'request' ? <RequestLetter /> : null}
      {asksToEnd ? <ConfirmEnd /> : null}
      {asksToStop ? <ConfirmEndSeveral /> : null}
      {asksForCode ? <CodeSheet /> : null}
      {/* One question at a time. */}
      {asksForProxy && !asksForCode ? <ProxySheet /> : null}
      {showsShortcuts ? <ShortcutsSheet /> : null}
    </>
  )
}
