import type { FileRequest, FileSessionView } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import { remedyOf } from '#domain/problem/traits.ts'
import { formatTime } from '#words/format.ts'
import { problemText } from '#words/problem-text.ts'
import { useActions } from '../../app/actions.ts'
import { useWords } from '../../app/services.ts'
import { EndBar } from '../../parts/end-bar/end-bar.tsx'
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

interface SessionBarProps {
  readonly view: FileSessionView
  readonly onClose: () => void
}

/** What is said below the files; nothing while their session is open. */
export function SessionBar({ view, onClose }: SessionBarProps) {
  const words = useWords()
  const say = useFileWords().state
  const { call } = useActions()
  const { id, status, request } = view
  const onAgain = (): void => void call('files.again', { id })
  switch (status.kind) {
    case 'open':
      return null
    case 'opening': {
      const isFar = status.step === 'data-channel'
      const sentence = isFar ? say.opening[status.over] : say.steps[status.step]
      return (
        <EndBar glyph="connecting" headline={say.steps['start-session']} sentence={sentence}>
          <Button size="small" variant="ghost" onClick={onClose}>
            {words.close}
          </Button>
        </EndBar>
      )
    }
    case 'reconnecting':
      return <EndBar glyph="reconnecting" headline={say.reconnecting} sentence={say.reconnectingText} />
    case 'closing':
      return <EndBar glyph="connecting" headline={say.closing} sentence="" />
    case 'ended':
      if (status.problem !== null) {
        const headline = say.ended(formatTime(status.at))
        return <FailedBar {...{ problem: status.problem, request, id, headline, onAgain, onClose }} />
      }
      return (
        <EndBar glyph="stopped" headline={say.ended(formatTime(status.at))} sentence={say.endedText}>
          <Button size="small" variant="ghost" onClick={onClose}>
            {words.close}
          </Button>
          <Button size="small" variant="primary" onClick={onAgain}>
            {say.again}
          </Button>
        </EndBar>
      )
    case 'failed':
      return <FailedBar {...{ problem: status.problem, request, id, headline: null, onAgain, onClose }} />
  }
}
