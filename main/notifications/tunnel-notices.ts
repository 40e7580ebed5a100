import { Notification } from 'electron'
import { shownVisibly } from '#domain/text/visible.ts'
import type { NoticeText } from './client-notice.ts'

/** What notices about tunnels need. */
interface TunnelNoticesDeps {
  /** True while the user looks at the window: it says the same. */
  isWatched(): boolean
  /** The user wants to see the tunnel. */
  clicked(tunnelId: string): void
}

/** Desktop notifications about tunnels; a click opens the tunnel. */
export interface TunnelNotices {
  show(tunnelId: string, text: NoticeText): void
  dispose(): void
}

/** Creates them; those that are shown stay reachable, or a click would find nobody. */
export function createTunnelNotices(deps: TunnelNoticesDeps): TunnelNotices {
  const shown = new Set<Notification>()
  return {
    show(tunnelId, text) {
      if (deps.isWatched() || !Notification.isSupported()) return
      const notification = new Notification(shownVisibly(text))
      const forget = (): void => void shown.delete(notification)
      shown.add(notification)
      notification.once('click', () => {
        forget()
        deps.clicked(tunnelId)
      })
      notification.once('close', forget)
      notification.show()
    },
    dispose() {
      for (const notification of shown) notification.close()
      shown.clear()
    },
  }
}
