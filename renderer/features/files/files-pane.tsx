import './files.css'
import type { FileRequest } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import { EndBar } from '../../parts/end-bar/end-bar.tsx'
import { FilesScreen } from './files-screen.tsx'
import { FailedBar, RestingBar } from './session-bar.tsx'
import { useFileSession, useFileWords } from './use-files.ts'

interface FilesPaneProps {
  readonly request: FileRequest
  /** Main's session; null while it is asked for, and when it was refused. */
  readonly id: string | null
  readonly problem: Problem | null
  /** They were here when the app was left; nothing is started unasked. */
  readonly isResting: boolean
  /** Asks main once more, also for a session that is over; `user`: whom to be over SSH, where that is to change. */
  readonly onAgain: (user?: string) => void
  readonly onClose: () => void
}

/** Files in their place among the shells, from the moment somebody wants them. */
export function FilesPane({ request, id, problem, isResting, onAgain, onClose }: FilesPaneProps) {
  const say = useFileWords().state
  const view = useFileSession(id)
  if (view !== null) return <FilesScreen view={view} onAgain={onAgain} onClose={onClose} />
  return (
    <div className="list-screen files">
      <div className="files-body" />
      {isResting ? (
        <RestingBar name={request.name} onAgain={() => onAgain()} onClose={onClose} />
      ) : problem === null ? (
        <EndBar glyph="connecting" headline={say.steps['start-session']} sentence="" />
      ) : (
        <FailedBar {...{ problem, request, id, headline: say.refused, onClose }} onAgain={() => onAgain()} />
      )}
    </div>
  )
}
