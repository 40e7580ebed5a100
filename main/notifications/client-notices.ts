import type { Snapshot } from '#contract/snapshot.ts'
import type { ClientTrouble } from '#core/app/tunnels/client-troubles.ts'
import { chooseLanguage, messagesOf } from '#words/messages.ts'
import { clientNotice } from './client-notice.ts'
import type { TunnelNotices } from './tunnel-notices.ts'

/** Tells of clients in trouble on the desktop. */
export function tellTrouble(trouble: ClientTrouble, snapshot: Snapshot, notices: Pick<TunnelNotices, 'show'>): void {
  const { settings, app, tunnels } = snapshot
  const tunnel = tunnels.find(({ id }) => id === trouble.tunnelId)
  if (tunnel === undefined) return
  const words = messagesOf(chooseLanguage(settings.language, app.systemLanguage))
  notices.show(tunnel.id, clientNotice(trouble, tunnel, words))
}
