import type { NodeAccessView } from '#contract/node-access.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { AccessNews } from '#domain/node-access/news.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { formatTime } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'
import { problemText } from '#words/problem-text.ts'
import { spanText } from '#words/span.ts'
import type { NoticeText } from './client-notice.ts'

/** What a notice about access to a node is made of. `waitMs`: how long a client waits; `now`: epoch ms. */
interface AccessNoticeOf {
  readonly news: AccessNews | 'ends-soon'
  readonly status: NodeAccessView['status']
  readonly tunnel: TunnelView
  readonly waitMs: number
  readonly now: number
}

/** Access to the node of a tunnel, in the user's words; null where there is nothing to say. */
export function accessNotice(
  { news, status, tunnel, waitMs, now }: AccessNoticeOf,
  words: Messages,
): NoticeText | null {
  const { notices } = words
  const name = fullName(tunnel)
  if (news === 'needed') {
    const body = [...waiting(tunnel, waitMs, words), notices.clickToRequest].join(' ')
    return { title: notices.needsApproval(name), body }
  }
  if (news === 'refused') return refusal(status, name, words)
  if (status.kind !== 'granted') return null
  if (news === 'approved') {
    const body = tunnel.clients.waiting > 0 ? notices.opensNow : notices.connectAgain
    return { title: notices.approved(name, formatTime(status.until)), body }
  }
  const open = tunnel.clients.open === 0 ? [] : [notices.stillOpen(tunnel.clients.open)]
  const title = notices.accessEnds(name, spanText(words, status.until - now))
  return { title, body: [...open, notices.clickForMore].join(' ') }
}

function waiting(tunnel: TunnelView, waitMs: number, words: Messages): readonly string[] {
  const { waitingPrograms } = tunnel.route[0].facts
  return waitingPrograms.length === 0
    ? []
    : [words.notices.waits(waitingPrograms.join(words.listSeparator), spanText(words, waitMs))]
}

function refusal(status: NodeAccessView['status'], name: string, words: Messages): NoticeText | null {
  const refused = status.kind === 'granted' ? status.further : status
  if (refused?.kind !== 'refused') return null
  const { headline } = problemText(refused.problem, words, {})
  const title = status.kind === 'granted' ? name : words.notices.cannotOpen(name)
  return { title, body: words.notices.sentence(headline) }
}
