import { app, session, type WebContents } from 'electron'
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
}

/**
 * Closes every door of the web platform that this app does not need: permissions, new windows, navigation, webviews,
 * downloads, and requests to anything but the page's own files. They stay closed until the process is gone.
 */
export function lockDown(log: Log): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents, log))
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn('permission-refused', { permission })
    answer(false)
  })
  defaultSession.setPermissionCheckHandler(() => false)
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.on('will-download', (event) => event.preventDefault())
  defaultSession.webRequest.onBeforeRequest((details, answer) => {
    const own = isOwnPage(details.url) || details.url.startsWith('devtools:') || details.url.startsWith('data:')
    if (!own) log.warn('request-refused', { url: details.url })
    answer({ cancel: !own })
  })
}
