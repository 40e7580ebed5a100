import './files.css'
import type { FileRequest } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import { EndBar } from '../../parts/end-bar/end-bar.tsx'
import { FilesScreen } from './files-screen.tsx'
import { FailedBar } from './session-bar.tsx'
import { useFileSession, useFileWords } from './use-files.ts'

interface FilesPaneProps {
  readonly request: FileRequest
  /** Main's session; null while it is asked for, and when it was refused. */
  readonly id: string | null
  readonly problem: Problem | null
  /** Asks main once more, also for a session that is over. */
  readonly onAgain: () => void
  readonly onClose: () => void
}

/** Files in their place among the shells, from the moment somebody wants them. */
export function FilesPane({ request, id, problem, onAgain, onClose }: FilesPaneProps) {
  const say = useFileWords().state
  const view = useFileSession(id)
  if (view !== null) return <FilesScreen view={view} onAgain={onAgain} onClose={onClose} />
  return (
    <div className="files">
      <div className="files-body" />
      {problem === null ? (
        <EndBar glyph="connecting" headline={say.steps['start-session']} sentence="" />
      ) : (
        <FailedBar {...{ problem, request, id, headline: say.refused, onAgain, onClose }} />
      )}
    </div>
  )
}
