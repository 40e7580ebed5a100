import { Cable, FolderOpen, SquareTerminal, Unplug } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import type { OpenSession } from '#contract/open-sessions.ts'
import { environmentOf } from '#domain/environments.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { formatTime } from '#words/format.ts'
import { spanText } from '#words/span.ts'
import { revealTunnel } from '../../app/reveal-tunnel.ts'
import { useServices, useSnapshot, useWords } from '../../app/services.ts'
import { useActivityWords } from '../../parts/activity/use-activity-words.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { shortTarget, type PlacedSession } from './session-groups.ts'

interface RowProps {
  readonly session: PlacedSession
  /** Epoch ms. */
  readonly now: number
}

/** The picture of what a session is for. */
export function KindIcon({ session, size }: { readonly session: OpenSession; readonly size: number }) {
  if (session.use.by === 'here' && session.use.what === 'files') return <FolderOpen size={size} />
  return session.kind === 'shell' || session.kind === 'ssh' ? <SquareTerminal size={size} /> : <Cable size={size} />
}

/** What a session is called: as what uses it here, else by its target; and what kind that is. */
export function useSessionName(session: OpenSession): { readonly name: string; readonly kind: string } {
  const { kinds, uses } = useActivityWords().atAws
  const { tunnels, shells, files } = useSnapshot()
  const { use, targetId } = session
  const target = shortTarget(targetId)
  if (use.by !== 'here') return { name: target, kind: kinds[session.kind] }
  const tunnel = tunnels.find(({ id }) => id === use.id)
  const named = [...shells, ...files].find(({ id }) => id === use.id)
  return { name: tunnel === undefined ? (named?.request.name ?? target) : fullName(tunnel), kind: uses[use.what] }
}

/** The account that a session is in, with what that is for. */
export function AccountMark({ session }: Pick<RowProps, 'session'>) {
  const { environments } = useSnapshot()
  const { account, environment } = session.at
  return (
    <span className="aws-account t2" title={account.name}>
      {environment === null ? null : <EnvironmentMark environment={environmentOf(environments, environment)} />}
      <span className="trunc">{account.name}</span>
    </span>
  )
}

function Since({ session, now }: RowProps) {
  const words = useWords()
  const { since, sinceDay, yesterday } = useActivityWords().atAws
  const { startedAt } = session
  if (startedAt === null) return <span />
  const dayOf = (at: number): string => new Date(at).toDateString()
  const date = new Date(startedAt)
  const day = dayOf(startedAt) === dayOf(now - 86_400_000) ? yesterday : `${date.getMonth() + 1}/${date.getDate()}`
  const time = formatTime(startedAt)
  return (
    <span className="aws-age num">
      <span>{spanText(words, Math.max(0, now - startedAt))}</span>
      <span className="t3">{dayOf(startedAt) === dayOf(now) ? since(time) : sinceDay(day, time)}</span>
    </span>
  )
}

function Line({
  session,
  now,
  choice,
  children,
}: RowProps & { readonly choice?: ReactNode; readonly children: ReactNode }) {
  const { name, kind } = useSessionName(session)
  return (
    <>
      <span className="aws-choice">{choice}</span>
      <span className="list-icon" aria-hidden="true">
        <KindIcon session={session} size={16} />
      </span>
      <span className="aws-what">
        <span className="trunc">
          <b>{name}</b> <span className="t3">{kind}</span>
        </span>
        <span className="mono trunc" title={session.reason ?? undefined}>
          {session.sessionId}
        </span>
      </span>
      <AccountMark session={session} />
      <State session={session} />
      <Since session={session} now={now} />
      {children}
    </>
  )
}

function State({ session }: Pick<RowProps, 'session'>) {
  const words = useActivityWords().atAws
  const { tunnels } = useSnapshot()
  const { use } = session
  if (use.by !== 'here')
    return (
      <span className="aws-state" data-left="">
        <Unplug size={14} aria-hidden="true" />
        <span className="trunc">{words.states[use.by]}</span>
      </span>
    )
  const open = tunnels.find(({ id }) => id === use.id)?.clients.open
  const text = {
    tunnel: words.connections(open ?? 0),
    shell: words.openInTab,
    files: words.openInTab,
    ssh: words.inUse,
  }
  return (
    <span className="aws-state">
      <StateGlyph glyph="ready" />
      <span className="trunc">{text[use.what]}</span>
    </span>
  )
}

interface UnusedRowProps extends RowProps {
  readonly isChosen: boolean
  readonly onChoose: (isChosen: boolean) => void
  readonly onTerminate: () => void
}

/** A session that nothing here uses: it can be ended. */
export function UnusedRow({ session, now, isChosen, onChoose, onTerminate }: UnusedRowProps) {
  const words = useActivityWords().atAws
  const id = useId()
  const { name } = useSessionName(session)
  const box = (
    <label htmlFor={id}>
      <span className="visually-hidden">{words.choose(`${name} ${session.sessionId}`)}</span>
      <Checkbox id={id} checked={isChosen} onChange={onChoose} />
    </label>
  )
  return (
    <li className="list-row aws-row" data-chosen={isChosen ? '' : undefined}>
      <Line session={session} now={now} choice={box}>
        <Button variant="danger" size="small" onClick={onTerminate} aria-describedby={`${id}-id`}>
          {words.terminate}
        </Button>
        <span id={`${id}-id`} hidden>
          {session.sessionId}
        </span>
      </Line>
    </li>
  )
}

/** A session that the app itself uses: it is ended from there. */
export function UsedRow({ session, now }: RowProps) {
  const words = useActivityWords().atAws
  const { view } = useServices()
  const { use } = session
  const show = (): void => {
    if (use.by !== 'here') return
    if (use.what === 'tunnel') view.setState(revealTunnel(use.id, 'row'))
    else view.setState({ screen: { name: 'shells' }, revealedShell: use.id })
  }
  const isShown = use.by === 'here' && use.what !== 'ssh'
  return (
    <li className="list-row aws-row">
      <Line session={session} now={now}>
        {isShown ? (
          <Button variant="ghost" size="small" onClick={show}>
            {words.show}
          </Button>
        ) : (
          <span />
        )}
      </Line>
    </li>
  )
}
