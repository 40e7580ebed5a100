import type { Messages } from '#words/messages.ts'
import { problemText } from '#words/problem-text.ts'
import { useActions } from '../../app/actions.ts'
import { Button } from '../../ui/button.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import type { BrokenLine } from './account-layout.ts'
import { RowFrame, type LineHandlers, type LinePlace } from './row-frame.tsx'

interface BrokenRowProps extends LinePlace {
  readonly line: BrokenLine
  readonly words: Messages
  readonly handlers: LineHandlers
}

/** Why the profile cannot be used, and in which line of its file. */
function reasonOf({ broken: { problem } }: BrokenLine, words: Messages): { readonly why: string; readonly at: string } {
  if (problem === null) return { why: '', at: '' }
  if (problem.code !== 'PROFILE_INVALID') return { why: problemText(problem, words, {}).sentence, at: '' }
  const { page } = words.accounts
  const { line } = problem.details
  return { why: page.reason(problem.details), at: line === undefined ? '' : page.line(line) }
}

/** A profile that cannot be used, with the reason and the way to its file. */
export function BrokenRow({ line, words, ...place }: BrokenRowProps) {
  const actions = useActions()
  const { why, at } = reasonOf(line, words)
  const { title } = line.broken
  const sentence = [title, why, at].filter((part) => part !== '').join(words.listSeparator)
  return (
    <RowFrame {...place} lineKey={line.key} kind="broken" sentence={sentence}>
      <div role="gridcell">
        <StateGlyph glyph="failed" />
      </div>
      <div role="gridcell">
        <div className="account-first trunc" title={title}>
          <b>{title}</b>
        </div>
        <div className="account-second trunc" title={why}>
          {why}
        </div>
      </div>
      <div className="account-time num" role="gridcell">
        {at}
      </div>
      <div className="account-time" role="gridcell">
        <Button
          size="small"
          variant="ghost"
          tabIndex={place.reachable ? 0 : -1}
          onClick={() => void actions.call('app.revealFolder', { folder: 'sign-ins' })}
        >
          {words.accounts.page.openFolder}
        </Button>
      </div>
    </RowFrame>
  )
}
