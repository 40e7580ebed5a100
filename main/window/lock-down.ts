import { app, session, type Session, type WebContents } from 'electron'
import type { Log } from '#core/app/ports.ts'
import { trustedOrigin } from '../contract-server/trusted-sender.ts'

function isOwnPage(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}` === trustedOrigin
}

function lockContents(contents: WebContents, log: Log): void {
  contents.setWindowOpenHandler(({ url }) => {
    log.warn('window-open-refused', { url })
    return { action: 'deny' }
  })
  const refuse = (event: { preventDefault(): void }, url: string): void => {
    if (isOwnPage(url)) return
    event.preventDefault()
    log.warn('navigation-refused', { url })
  }
  contents.on('will-navigate', (event) => refuse(event, event.url))
  contents.on('will-redirect', (event) => refuse(event, event.url))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  // Without a proxy that speaks UDP, which nobody has, WebRTC sends none.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

function lockSession(locked: Session, log: Log): void {
  locked.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn('permission-refused', { permission })
    answer(false)
  })
  locked.setPermissionCheckHandler(() => false)
  locked.setDevicePermissionHandler(() => false)
  locked.on('will-download', (event) => event.preventDefault())
  locked.webRequest.onBeforeRequest((details, answer) => {
    const own = isOwnPage(details.url) || details.url.startsWith('devtools:') || details.url.startsWith('data:')
    if (!own) log.warn('request-refused', { url: details.url })
    answer({ cancel: !own })
  })
}

/**
 * Closes every door of the web platform that this app does not need: permissions, new windows, navigation, webviews,
 * downloads, and requests to anything but the page's own files; for the page's session, and for the default one, in which
 * nothing should ever be shown. They stay closed until the process is gone.
 */
export function lockDown(page: Session, log: Log): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents, log))
  for (const locked of [page, session.defaultSession]) lockSession(locked, log)
}
