import { Timer, User } from 'lucide-react'
import type { ShellView } from '#contract/shells.ts'
import { shownVisibly } from '#domain/text/visible.ts'
import { countdownText } from '#words/span.ts'
import { useNow } from '../../app/clock.ts'
import { useWords } from '../../app/services.ts'
import { useShellWords, type PaneFacts } from './use-shells.ts'

const minuteMs = 60_000
/** From then on each second is told: it is time to type something. */
const lastMs = 2 * minuteMs

/** How long nobody may go on not typing; nothing once that is over, for then the service has its say. */
function IdleItem({ minutes, since }: { readonly minutes: number; readonly since: number }) {
  const say = useShellWords().account
  const words = useWords()
  // The clock of the page is a moment behind what was typed just now.
  const left = Math.min(since - useNow(1_000), 0) + minutes * minuteMs
  return left <= 0 ? null : (
    <span className="status-item" title={say.idleHelp(minutes)}>
      <Timer size={13} aria-hidden="true" />
      {say.closesIfIdle(countdownText(words, left < lastMs ? left : Math.ceil(left / minuteMs) * minuteMs))}
    </span>
  )
}

/** When somebody typed last, or the session began to listen; whatever is later. */
function quietSince({ status }: ShellView, sentAt: number | null): number | null {
  return status.kind === 'open' ? Math.max(status.since, sentAt ?? 0) : null
}

/** In the status bar: as whom a shell runs, and when the account ends it if nobody types. */
export function PreferenceItems({ view, terminal }: { readonly view: ShellView } & Pick<PaneFacts, 'terminal'>) {
  const say = useShellWords().account
  const { preferences } = view
  const since = quietSince(view, terminal.sentAt)
  if (preferences === null || since === null) return null
  const { idleMinutes, runAs } = preferences
  return (
    <span className="status-account">
      {runAs === null ? null : (
        <span className="status-item" title={say.runsAs(shownVisibly(runAs))}>
          <User size={13} aria-hidden="true" />
          <span className="visually-hidden">{say.user}</span>
          {shownVisibly(runAs)}
        </span>
      )}
      {idleMinutes === null ? null : <IdleItem minutes={idleMinutes} since={since} />}
    </span>
  )
}
