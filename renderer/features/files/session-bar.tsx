import type { FileRequest, FileSessionView } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import { remedyOf } from '#domain/problem/traits.ts'
import { formatTime } from '#words/format.ts'
import { problemText } from '#words/problem-text.ts'
import { useActions } from '../../app/actions.ts'
import { useWords } from '../../app/services.ts'
import { AccessBar, useAskedAccess } from '../../parts/node-access/access-bar.tsx'
import { EndBar } from '../../parts/end-bar/end-bar.tsx'
import { ShowPinnedTunnel } from '../../parts/tunnel/show-pinned-tunnel.tsx'
import { Button } from '../../ui/button.tsx'
import { useFileWords } from './use-files.ts'

interface FailedProps {
  readonly problem: Problem
  readonly request: FileRequest
  /** Null before main has a session. */
  readonly id: string | null
  /** As it is said before the problem; null where the problem says all. */
  readonly headline: string | null
  readonly onAgain: () => void
  readonly onClose: () => void
}

/** A failure in the words that it has everywhere, and what helps. */
export function FailedBar({ problem, request, id, headline, onAgain, onClose }: FailedProps) {
  const words = useWords()
  const say = useFileWords().state
  const { signIn, call } = useActions()
  const { target, profile } = request
  const text = problemText(problem, words, target.on === 'node' ? { target: target.id } : {})
  const session = profile.type === 'sso' ? profile.session : undefined
  return (
    <EndBar
      glyph="failed"
      headline={headline ?? text.headline}
      sentence={headline === null ? text.sentence : text.headline}
    >
      {remedyOf(problem) === 'sign-in' && session !== undefined ? (
        <Button size="small" onClick={() => void signIn(session)}>
          {words.remedies['sign-in']}
        </Button>
      ) : null}
      <ShowPinnedTunnel problem={problem} tunnel={request.tunnel} />
      {problem.code === 'SSH_HOST_KEY_CHANGED' && id !== null ? (
        <Button size="small" onClick={() => void call('files.forgetHostKey', { id })}>
          {say.forgetKey}
        </Button>
      ) : null}
      <Button size="small" variant="ghost" onClick={onClose}>
        {words.close}
      </Button>
      <Button size="small" onClick={onAgain}>
        {say.again}
      </Button>
    </EndBar>
  )
}

interface RestingProps extends Pick<SessionBarProps, 'onAgain' | 'onClose'> {
  readonly name: string
}

/** Files that were open when the app was left: they wait for a person. */
export function RestingBar({ name, onAgain, onClose }: RestingProps) {
  const words = useWords()
  const say = useFileWords().state
  return (
    <EndBar glyph="stopped" headline={say.resting(name)} sentence={say.restingText}>
      <Button size="small" variant="ghost" onClick={onClose}>
        {words.close}
      </Button>
      <Button size="small" variant="primary" onClick={onAgain}>
        {say.open}
      </Button>
    </EndBar>
  )
}

interface SessionBarProps {
  readonly view: FileSessionView
  readonly onAgain: () => void
  readonly onClose: () => void
}

type StatusOf<K extends FileSessionView['status']['kind']> = Extract<FileSessionView['status'], { kind: K }>

interface OpeningProps extends Pick<SessionBarProps, 'view' | 'onClose'> {
  readonly status: StatusOf<'opening'>
}

function OpeningBar({ view, status, onClose }: OpeningProps) {
  const words = useWords()
  const say = useFileWords().state
  const sentence = status.step === 'data-channel' ? say.opening[status.over] : say.steps[status.step]
  const { profile, region } = view.request
  const access = useAskedAccess({ profile, region, targetId: view.targetId }, status.step)
  const close = (
    <Button size="small" variant="ghost" onClick={onClose}>
      {words.close}
    </Button>
  )
  if (access !== null) return <AccessBar access={access}>{close}</AccessBar>
  return (
    <EndBar glyph="connecting" headline={say.steps['start-session']} sentence={sentence}>
      {close}
    </EndBar>
  )
}

function EndedBar({ view, status, onAgain, onClose }: SessionBarProps & { readonly status: StatusOf<'ended'> }) {
  const words = useWords()
  const say = useFileWords().state
  const { id, request } = view
  const { at, problem } = status
  const headline = say.ended(formatTime(at))
  if (problem !== null) return <FailedBar {...{ problem, request, id, headline, onAgain, onClose }} />
  return (
    <EndBar glyph="stopped" headline={headline} sentence={say.endedText}>
      <Button size="small" variant="ghost" onClick={onClose}>
        {words.close}
      </Button>
      <Button size="small" variant="primary" onClick={onAgain}>
        {say.again}
      </Button>
    </EndBar>
  )
}

/** What is said below the files; nothing while their session is open. */
export function SessionBar(props: SessionBarProps) {
  const say = useFileWords().state
  const { id, status, request } = props.view
  switch (status.kind) {
    case 'open':
      return null
    case 'opening':
      return <OpeningBar view={props.view} status={status} onClose={props.onClose} />
    case 'reconnecting':
      return <EndBar glyph="reconnecting" headline={say.reconnecting} sentence={say.reconnectingText} />
    case 'closing':
      return <EndBar glyph="connecting" headline={say.closing} sentence="" />
    case 'ended':
      return <EndedBar {...props} status={status} />
    case 'failed':
      return <FailedBar {...props} problem={status.problem} request={request} id={id} headline={null} />
  }
}
