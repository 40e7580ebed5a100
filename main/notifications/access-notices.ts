import type { NodeAccessView } from '#contract/node-access.ts'
import type { Snapshot } from '#contract/snapshot.ts'
import type { NodeAccess } from '#core/app/node-access-ports.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { accessNews, tellEndAt, type AccessNews } from '#domain/node-access/news.ts'
import { accessOf } from '#domain/node-access/access-place.ts'
import { chooseLanguage, messagesOf } from '#words/messages.ts'
import { accessNotice } from './access-notice.ts'
import type { NoticeText } from './client-notice.ts'

interface AccessNoticesDeps {
  readonly access: Pick<NodeAccess, 'onChange'>
  readonly clock: Clock
  snapshot(): Snapshot
  /** Shows a notice that leads to a tunnel, unless the window says the same. */
  show(tunnelId: string, text: NoticeText): void
}

/** Tells whoever does not look at the window that access is needed, was given or not, and ends soon; returns how that stops. */
export function followAccess({ access, clock, snapshot, show }: AccessNoticesDeps): () => void {
  const known = new Map<string, NodeAccessView['status']>()
  const ends = new Map<string, () => void>()

  const tell = (news: AccessNews | 'ends-soon', view: NodeAccessView): void => {
    const { tunnels, settings, app } = snapshot()
    const [tunnel] = tunnels
      .filter((each) => accessOf(each, [view]) !== null)
      .toSorted((one, other) => other.clients.waiting - one.clients.waiting)
    // Clients that are let go are told of by themselves, with the reason.
    if (tunnel === undefined || (news === 'refused' && tunnel.clients.waiting > 0)) return
    const words = messagesOf(chooseLanguage(settings.language, app.systemLanguage))
    const waitMs = settings.clientWaitSeconds * 1_000
    const text = accessNotice({ news, status: view.status, tunnel, waitMs, now: clock.now() }, words)
    if (text !== null) show(tunnel.id, text)
  }

  const watchEnd = (view: NodeAccessView): void => {
    ends.get(view.id)?.()
    ends.delete(view.id)
    const at = tellEndAt(view.status)
    // What was granted for less than that needs no word about its end: it has just been given.
    if (at !== null && at > clock.now())
      ends.set(
        view.id,
        clock.after(at - clock.now(), () => tell('ends-soon', view)),
      )
  }

  const stop = access.onChange((view) => {
    const news = accessNews(known.get(view.id), view.status)
    known.set(view.id, view.status)
    watchEnd(view)
    if (news !== null) tell(news, view)
  })
  return () => {
    stop()
    for (const cancel of ends.values()) cancel()
  }
}
