import { Notification } from 'electron'
import type { Snapshot } from '#contract/snapshot.ts'
import type { ClientTrouble } from '#core/app/tunnels/client-troubles.ts'
import { shownVisibly } from '#domain/text/visible.ts'
import { chooseLanguage, messagesOf } from '#words/messages.ts'
import { clientNotice } from './client-notice.ts'

/** What a notification needs. */
export interface ClientNoticesDeps {
  snapshot(): Snapshot
  /** True while the user looks at the window: it says the same. */
  isWatched(): boolean
  /** The user wants to see the tunnel. */
  clicked(tunnelId: string): void
}

/** Tells of clients in trouble on the desktop; a click opens the tunnel. */
export interface ClientNotices {
  show(trouble: ClientTrouble): void
  dispose(): void
}

/** Creates the notices; those that are shown stay reachable, or a click would find nobody. */
export function createClientNotices(deps: ClientNoticesDeps): ClientNotices {
  const shown = new Set<Notification>()
  return {
    show(trouble) {
      const { settings, app, tunnels } = deps.snapshot()
      const tunnel = tunnels.find(({ id }) => id === trouble.tunnelId)
      if (tunnel === undefined || deps.isWatched() || !Notification.isSupported()) return
      const words = messagesOf(chooseLanguage(settings.language, app.systemLanguage))
      const notification = new Notification(shownVisibly(clientNotice(trouble, tunnel, words)))
      const forget = (): void => void shown.delete(notification)
      shown.add(notification)
      notification.once('click', () => {
        forget()
        deps.clicked(tunnel.id)
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
