import './sessions.css'
import { RotateCw } from 'lucide-react'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import type { OpenSessionList } from '#contract/open-sessions.ts'
import { problemText } from '#words/problem-text.ts'
import { spanText } from '#words/span.ts'
import { useActions } from '../../app/actions.ts'
import { useNow } from '../../app/clock.ts'
import { useServices, useWords } from '../../app/services.ts'
import { ActivityHead } from '../../parts/activity/activity-head.tsx'
import { useActivityWords } from '../../parts/activity/use-activity-words.ts'
import { Banners } from '../../parts/notices/banners.tsx'
import { Button } from '../../ui/button.tsx'
import { ChosenBar } from './chosen-bar.tsx'
import { groupSessions, type PlacedSession } from './session-groups.ts'
import { UnusedRow, UsedRow } from './session-row.tsx'
import { TerminateQuestion } from './terminate-question.tsx'
import { UnaskedPlace } from './unasked-place.tsx'
import { useOpenSessions, type OpenSessions } from './use-open-sessions.ts'

/** The person's own sessions that are open at AWS, by whether this app uses them. */
export function SessionsScreen() {
  const sessions = useOpenSessions()
  const words = useActivityWords().atAws
  return (
    <div className="list-screen aws-sessions">
      <ActivityHead part="at-aws">
        <AskedAt {...sessions} />
        <Button icon={<RotateCw size={14} />} disabled={sessions.isAsking} onClick={sessions.ask}>
          {words.askAgain}
        </Button>
      </ActivityHead>
      <Banners />
      {sessions.list === null ? null : <Sessions list={sessions.list} ask={sessions.ask} />}
    </div>
  )
}

function AskedAt({ list, isAsking }: OpenSessions) {
  const all = useWords()
  const words = useActivityWords().atAws
  const now = useNow(1_000)
  const accounts = new Set(list?.places.map(({ account, place }) => account.id ?? JSON.stringify(place.profile)))
  const text =
    isAsking || list === null
      ? words.asking
      : words.asked(accounts.size, spanText(all, Math.max(0, now - list.askedAt)))
  return (
    <span className="t3 aws-asked num" role={isAsking ? 'status' : undefined}>
      {text}
    </span>
  )
}

/** Ends sessions and says how that went; resolves when AWS was asked again. */
function useTerminate(ask: () => void): (sessions: readonly PlacedSession[]) => Promise<void> {
  const { call } = useActions()
  const { toasts } = useServices()
  const all = useWords()
  const words = useActivityWords().atAws
  return async (sessions) => {
    const answer = await call('openSession.terminate', { sessionIds: sessions.map(({ sessionId }) => sessionId) })
    const ended = answer?.sessions.filter(({ problem }) => problem === null).length ?? 0
    if (ended > 0) toasts.show('done', words.ended(ended))
    const [failed] = answer?.sessions.flatMap(({ problem }) => problem ?? []) ?? []
    if (failed !== undefined) toasts.show('failed', problemText(failed, all, {}).headline)
    ask()
  }
}

/** Which sessions are ticked, and which a person is being asked about. */
function useTerminating(unused: readonly PlacedSession[], ask: () => void) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState<readonly PlacedSession[] | null>(null)
  const terminate = useTerminate(ask)
  const chosen = unused.filter(({ sessionId }) => ticked.has(sessionId))
  return {
    chosen,
    asked,
    setAsked,
    clear: () => setTicked(new Set()),
    choose(id: string, isChosen: boolean): void {
      const others = [...ticked].filter((one) => one !== id)
      setTicked(new Set(isChosen ? [...others, id] : others))
    },
    onKey(event: KeyboardEvent): void {
      if (chosen.length === 0 || asked !== null || (event.key !== 'Delete' && event.key !== 'Backspace')) return
      event.preventDefault()
      setAsked(chosen)
    },
    confirm(): void {
      if (asked !== null) void terminate(asked)
      setAsked(null)
      setTicked(new Set())
    },
  }
}

function Sessions({ list, ask }: { readonly list: OpenSessionList; readonly ask: () => void }) {
  const words = useActivityWords().atAws
  const now = Math.max(useNow(60_000), list.askedAt)
  const { unused, used, unasked } = groupSessions(list)
  const { chosen, asked, setAsked, clear, choose, onKey, confirm } = useTerminating(unused, ask)
  return (
    <div className="list-scroll aws-list" role="region" aria-label={words.list} onKeyDown={onKey}>
      {list.sessions.length === 0 ? <Nothing list={list} /> : null}
      <Group title={words.notUsed} note={words.notUsedNote} sessions={unused}>
        {(session) => (
          <UnusedRow
            key={session.sessionId}
            {...{ session, now }}
            isChosen={chosen.includes(session)}
            onChoose={(isChosen) => choose(session.sessionId, isChosen)}
            onTerminate={() => setAsked([session])}
          />
        )}
      </Group>
      <Group title={words.used} note={words.usedNote} sessions={used}>
        {(session) => <UsedRow key={session.sessionId} {...{ session, now }} />}
      </Group>
      {unasked.map((place) => (
        <UnaskedPlace key={place.key} asked={place} />
      ))}
      {chosen.length === 0 ? null : (
        <ChosenBar count={chosen.length} onTerminate={() => setAsked(chosen)} onClear={clear} />
      )}
      {asked === null ? null : (
        <TerminateQuestion sessions={asked} onConfirm={confirm} onClose={() => setAsked(null)} />
      )}
    </div>
  )
}

interface GroupProps {
  readonly title: string
  readonly note: string
  readonly sessions: readonly PlacedSession[]
  readonly children: (session: PlacedSession) => ReactNode
}

function Group({ title, note, sessions, children }: GroupProps) {
  if (sessions.length === 0) return null
  return (
    <section aria-label={title}>
      <h2 className="list-head">
        <b>{title}</b>
        <span className="trunc">{note}</span>
        <span className="grow" />
        <span className="num">{sessions.length}</span>
      </h2>
      <ul>{sessions.map(children)}</ul>
    </section>
  )
}

/** No session anywhere: because there is none, or because nobody could be asked. */
function Nothing({ list }: { readonly list: OpenSessionList }) {
  const words = useActivityWords().atAws
  if (list.places.length > 0 && list.places.every(({ problem }) => problem !== null)) return null
  const isAnywhere = list.places.length > 0
  return (
    <div className="list-empty">
      <h2>{isAnywhere ? words.none : words.noPlaces}</h2>
      <p>{isAnywhere ? words.noneText : words.noPlacesText}</p>
    </div>
  )
}
