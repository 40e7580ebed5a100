import { Star } from 'lucide-react'
import { memo } from 'react'
import type { Messages } from '#words/messages.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import type { AccountLine } from './account-lines.ts'
import { environmentWords, lineSentence, numberOf, roleName, usedWords } from './account-words.ts'
import { Marked } from './marked.tsx'
import { RowFrame, type LineHandlers, type LinePlace } from './row-frame.tsx'

interface AccountRowProps extends LinePlace {
  readonly line: AccountLine
  readonly words: Messages
  readonly search: string
  readonly now: number
  readonly handlers: LineHandlers
}

function Roles({ line, words }: Pick<AccountRowProps, 'line' | 'words'>) {
  const names = line.roles.map((role) => roleName(role, words))
  const rest = names.length - 1
  return (
    <div className="account-roles" role="gridcell" title={names.join('\n')}>
      <span className="tag trunc">{names[0]}</span>
      {rest === 0 ? null : <span className="t3">{`+${rest}`}</span>}
    </div>
  )
}

function StarButton({ line, words, handlers, reachable }: Omit<AccountRowProps, 'search' | 'now'>) {
  const { page } = words.accounts
  const label = line.isFavourite ? page.unstar : page.star
  return (
    <div role="gridcell">
      <button
        type="button"
        className="list-star"
        aria-pressed={line.isFavourite}
        aria-label={`${label}${words.listSeparator}${line.title}`}
        title={label}
        tabIndex={reachable ? 0 : -1}
        onClick={() => handlers.onStar(line.key)}
      >
        <Star size={14} aria-hidden="true" />
      </button>
    </div>
  )
}

function NameCell({ line, words, search }: Pick<AccountRowProps, 'line' | 'words' | 'search'>) {
  const { page } = words.accounts
  return (
    <div role="gridcell">
      <div className="account-first trunc" title={line.title}>
        <b>
          <Marked text={line.title} search={search} />
        </b>
      </div>
      <div className="account-second trunc num">
        <Marked text={numberOf(line)} search={search} />
        {line.named.length > 1 ? <span>{page.merged(line.named.length)}</span> : null}
      </div>
    </div>
  )
}

/** One account: star, name and number, what it is for, its roles, and how it is used. */
export const AccountRow = memo(function AccountRow(props: AccountRowProps) {
  const { line, words, search, now, ...place } = props
  const { environment } = line
  return (
    <RowFrame {...place} lineKey={line.key} kind="account" sentence={lineSentence(line, words, now)}>
      <StarButton {...place} line={line} words={words} />
      <NameCell line={line} words={words} search={search} />
      <div className="account-environment" role="gridcell" data-none={environment === null ? '' : undefined}>
        {environment === null ? null : <EnvironmentMark environment={environment} />}
        <span className="trunc">{environmentWords(line, words)}</span>
      </div>
      <Roles line={line} words={words} />
      <div className="account-use" role="gridcell">
        {line.tunnels === 0 ? '' : words.accounts.page.tunnels(line.tunnels)}
      </div>
      <div className="account-time num" role="gridcell">
        {usedWords(line, words, now)}
      </div>
    </RowFrame>
  )
})
