import { useCallback } from 'react'
import type { Problem } from '#contract/problem.ts'
import type { ShellRequest, ShellStatus, ShellView } from '#contract/shells.ts'
import type { ConnectStep } from '#contract/status.ts'
import { isLeftFromHere } from '#domain/shell/ending.ts'
import { remedyOf } from '#domain/problem/traits.ts'
import { problemText } from '#words/problem-text.ts'
import { formatTime } from '#words/format.ts'
import { spanText } from '#words/span.ts'
import type { ShellWords } from '#words/shell-words.ts'
import { useActions } from '../../app/actions.ts'
import { useWords } from '../../app/services.ts'
import { AccessBar, useAskedAccess } from '../../parts/node-access/access-bar.tsx'
import { EndBar } from '../../parts/end-bar/end-bar.tsx'
import { ShowPinnedTunnel } from '../../parts/tunnel/show-pinned-tunnel.tsx'
import { Button } from '../../ui/button.tsx'
import { Acts } from './pane-bar-parts.tsx'
import { ChangeDocument } from './pane-document.tsx'
import { ReconnectingBar } from './reconnecting-bar.tsx'
import { useShellStore, useShellWords, type PaneFacts } from './use-shells.ts'

interface FailedProps {
  readonly pane: string
  readonly problem: Problem
  readonly request: ShellRequest
  readonly headline?: string
}

/** A failure in the words that it has everywhere, and what helps where a shell can say it. */
function Failed({ pane, problem, request, headline }: FailedProps) {
  const words = useWords()
  const say = useShellWords()
  const actions = useActions()
  const target = request.target.on === 'node' ? { target: request.target.id } : {}
  const text = problemText(problem, words, target)
  const { profile } = request
  const session = profile.type === 'sso' ? profile.session : undefined
  const canSignIn = remedyOf(problem) === 'sign-in' && session !== undefined
  return (
    <EndBar
      glyph="failed"
      headline={headline ?? text.headline}
      sentence={headline === undefined ? text.sentence : text.headline}
    >
      {canSignIn ? (
        <Button size="small" onClick={() => void actions.signIn(session)}>
          {words.remedies['sign-in']}
        </Button>
      ) : null}
      <ShowPinnedTunnel problem={problem} tunnel={request.tunnel} />
      <ChangeDocument pane={pane} problem={problem} request={request} />
      <Acts pane={pane} again={say.openAgain} />
    </EndBar>
  )
}

type Ended = Extract<ShellStatus, { kind: 'ended' }>

/** How an end is said; what was lost is said by its problem. */
function endedText(
  { how, at, openedAt, exitCode }: Ended,
  { idleMinutes, sentAt }: { readonly idleMinutes: number | null; readonly sentAt: number | null },
  say: ShellWords,
  span: (ms: number) => string,
) {
  const time = formatTime(at)
  const lasted = span(at - (openedAt ?? at))
  const { endings } = say
  switch (how) {
    case 'left':
      if (exitCode === null && !isLeftFromHere(at, sentAt)) {
        return { headline: endings.endedThere(time), sentence: endings.endedThereText }
      }
      return { headline: endings.left, sentence: endings.leftText(exitCode, lasted) }
    case 'idle':
      return { headline: endings.idle(time, idleMinutes), sentence: endings.idleText }
    case 'duration':
      return { headline: endings.duration(time), sentence: endings.durationText }
    case 'terminated':
      return { headline: endings.terminated(time), sentence: endings.terminatedText }
    case 'closed':
      return { headline: endings.closed(time), sentence: endings.closedText(lasted) }
    case 'lost':
      return { headline: endings.lost(time), sentence: '' }
  }
}

interface EndedProps {
  readonly pane: string
  readonly status: Ended
  readonly view: Pick<ShellView, 'request' | 'preferences'>
  readonly sentAt: number | null
}

function EndedBar({ pane, status, view: { request, preferences }, sentAt }: EndedProps) {
  const say = useShellWords()
  const words = useWords()
  const { headline, sentence } = endedText(
    status,
    { idleMinutes: preferences?.idleMinutes ?? null, sentAt },
    say,
    (ms) => spanText(words, ms),
  )
  if (status.problem !== null && (status.how === 'lost' || status.how === 'terminated')) {
    return <Failed pane={pane} problem={status.problem} request={request} headline={headline} />
  }
  const isLimit = status.how === 'idle' || status.how === 'duration'
  return (
    <EndBar glyph="stopped" headline={headline} sentence={sentence}>
      <Acts pane={pane} again={isLimit ? say.reconnect : say.openAgain} isPrimary={isLimit} />
    </EndBar>
  )
}

/** What is said below a terminal; nothing while its shell is open. */
export function PaneBar({
  pane,
  facts: { content, view, terminal },
}: {
  readonly pane: string
  readonly facts: PaneFacts
}) {
  const say = useShellWords()
  if (content?.kind === 'resting') {
    return (
      <EndBar glyph="stopped" headline={say.state.resting(content.request.name)} sentence={say.state.restingText}>
        <Acts pane={pane} again={say.open} isPrimary />
      </EndBar>
    )
  }
  if (content?.kind === 'refused') return <Failed pane={pane} problem={content.problem} request={content.request} />
  if (view === null)
    return content?.kind === 'starting' ? <Opening pane={pane} step={say.steps['start-session']} /> : null
  const { status, request } = view
  switch (status.kind) {
    case 'opening':
      return <OpeningShell pane={pane} view={view} step={status.step} />
    case 'open':
    case 'closing':
      return null
    case 'reconnecting':
      return <ReconnectingBar pane={pane} id={view.id} status={status} />
    case 'ended':
      return <EndedBar pane={pane} status={status} view={view} sentAt={terminal.sentAt} />
    case 'failed':
      return <Failed pane={pane} problem={status.problem} request={request} />
  }
}

function Opening({ pane, step }: { readonly pane: string; readonly step: string }) {
  const say = useShellWords()
  return (
    <EndBar glyph="connecting" lies="over" headline={say.state.opening} sentence={step}>
      <Acts pane={pane} />
    </EndBar>
  )
}

interface OpeningShellProps {
  readonly pane: string
  readonly view: ShellView
  readonly step: ConnectStep
}

/** How far a shell is; where it waits for access to its node, the request for that. */
function OpeningShell({ pane, view, step }: OpeningShellProps) {
  const say = useShellWords()
  const store = useShellStore()
  const { profile, region } = view.request
  const access = useAskedAccess({ profile, region, targetId: view.targetId }, step)
  const giveBack = useCallback(() => store.terminals.peek(pane)?.focus(), [store, pane])
  if (access === null) return <Opening pane={pane} step={say.steps[step]} />
  return (
    <AccessBar lies="over" {...{ access, giveBack }}>
      <Acts pane={pane} />
    </AccessBar>
  )
}
