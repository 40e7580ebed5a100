import { environmentOf } from '#domain/environments.ts'
import { useSnapshot } from '../../app/services.ts'
import { useActivityWords } from '../../parts/activity/use-activity-words.ts'
import { Question } from '../../ui/question.tsx'
import type { PlacedSession } from './session-groups.ts'
import { AccountMark, KindIcon, useSessionName } from './session-row.tsx'

interface TerminateQuestionProps {
  readonly sessions: readonly PlacedSession[]
  readonly onConfirm: () => void
  readonly onClose: () => void
}

function Named({ session }: { readonly session: PlacedSession }) {
  const { name, kind } = useSessionName(session)
  return (
    <li>
      <span className="end-icon" aria-hidden="true">
        <KindIcon session={session} size={13} />
      </span>
      <span className="end-program">
        <span className="trunc">
          <b>{name}</b> {kind}
        </span>
        <span className="mono trunc">{session.sessionId}</span>
      </span>
      <span className="end-count">
        <AccountMark session={session} />
      </span>
    </li>
  )
}

/** Asks before sessions are ended that may be in use elsewhere; the safe answer has the focus. */
export function TerminateQuestion({ sessions, onConfirm, onClose }: TerminateQuestionProps) {
  const { question } = useActivityWords().atAws
  const { environments } = useSnapshot()
  const isProduction = sessions.some(
    ({ at }) => at.environment !== null && environmentOf(environments, at.environment).isProduction,
  )
  return (
    <Question
      title={question.title(sessions.length)}
      care={isProduction ? '' : undefined}
      keep={question.keep}
      action={question.action(sessions.length)}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>{question.text}</p>
      <ul className="end-list">
        {sessions.map((session) => (
          <Named key={session.sessionId} session={session} />
        ))}
      </ul>
    </Question>
  )
}
