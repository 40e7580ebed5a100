import type { TunnelView } from '#contract/snapshot.ts'
import type { ClientTrouble } from '#core/app/tunnels/client-troubles.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import type { Messages } from '#words/messages.ts'
import { problemText } from '#words/problem-text.ts'
import { spanText } from '#words/span.ts'
import { surroundingsOf } from '#words/surroundings.ts'

/** What a desktop notification says. */
export interface NoticeText {
  readonly title: string
  readonly body: string
}

/** Names more programs than this as one client. */
const namedPrograms = 2

/** Clients of a tunnel in trouble, in the user's words: the tunnel, what is wrong, and how long they wait. */
export function clientNotice(trouble: ClientTrouble, tunnel: TunnelView, words: Messages): NoticeText {
  const { letGo } = trouble
  if (letGo.why === 'problem' && letGo.problem.code === 'CLIENT_REFUSED') {
    return { title: words.refusals.tried(letGo.problem.details), body: words.refusals.refused(letGo.problem.details) }
  }
  return { title: words.notices.cannotOpen(fullName(tunnel)), body: bodyOf(trouble, tunnel, words) }
}

function bodyOf({ letGo, programs, waitMs }: ClientTrouble, tunnel: TunnelView, words: Messages): string {
  const { notices } = words
  const isNamed = programs.length > 0 && programs.length <= namedPrograms
  const client = isNamed ? programs.join(words.listSeparator) : words.tunnels.failure.clients.some(1)
  if (letGo.why === 'started-by-hand') return notices.startedByHand
  if (letGo.why === 'on-its-way') return notices.onItsWay(client)
  const { headline } = problemText(letGo.problem, words, surroundingsOf(tunnel))
  const waits = waitMs === null ? [] : [notices.waits(client, spanText(words, waitMs))]
  return [notices.sentence(headline), ...waits].join(' ')
}
