import { File, FileCog, FileText, Folder } from 'lucide-react'
import { memo } from 'react'
import type { FarEntry } from '#contract/files.ts'
import type { FarFileWords } from '#words/far-file-words.ts'
import { formatBytes } from '#words/format.ts'
import { canFetch } from './file-browser.ts'
import type { RowHandlers } from './file-orders.ts'
import { rowHeight } from './file-rows.ts'

interface FileRowProps {
  readonly entry: FarEntry
  readonly index: number
  readonly isChosen: boolean
  /** The keyboard enters the list here. */
  readonly isReachable: boolean
  /** Whom the far end takes us for. */
  readonly user: string | null
  readonly say: FarFileWords
  /** ms; tells which year needs no saying. */
  readonly today: number
  readonly handlers: RowHandlers
}

/** Names that people read as text. */
const readable = /\.(?:log(?:\.\d+)?|txt|md|ya?ml|json|conf|cfg|ini|toml|xml|sql|sh|py|js|ts|csv|service)$/i

function EntryIcon({ entry: { kind, name } }: Pick<FileRowProps, 'entry'>) {
  const props = { size: 15, 'aria-hidden': true } as const
  if (kind === 'folder') return <Folder {...props} />
  if (kind === 'other') return <FileCog {...props} />
  return readable.test(name) ? <FileText {...props} /> : <File {...props} />
}

/** Its kind, for who does not see the picture. */
function kindText({ kind, isLink }: FarEntry, say: FarFileWords): string {
  return isLink ? `${say.kinds[kind]} (${say.link})` : say.kinds[kind]
}

function Name({ entry, user, say }: Pick<FileRowProps, 'entry' | 'user' | 'say'>) {
  const { closed, name } = entry
  return (
    <span className="file-name" role="gridcell" title={name}>
      <span className="trunc">{name}</span>
      <span className="visually-hidden">{kindText(entry, say)}</span>
      {closed === null ? null : (
        <span className="file-why trunc">
          {closed === 'unreadable' ? say.closed.unreadable(user) : say.closed[closed]}
        </span>
      )}
    </span>
  )
}

/** The box by which it is chosen, where it can be. */
function Box({ entry, isChosen, say, handlers }: Pick<FileRowProps, 'entry' | 'isChosen' | 'say' | 'handlers'>) {
  return (
    <span className="file-box" role="gridcell">
      {canFetch(entry) ? (
        <input
          type="checkbox"
          className="checkbox"
          tabIndex={-1}
          aria-label={say.choose(entry.name)}
          checked={isChosen}
          onDoubleClick={(event) => event.stopPropagation()}
          onChange={() => handlers.onToggle(entry)}
        />
      ) : null}
    </span>
  )
}

/** How large, when changed, and whose. */
function Facts({ entry, say, today }: Pick<FileRowProps, 'entry' | 'say' | 'today'>) {
  const { changedAt, owner, size, kind } = entry
  return (
    <>
      <span className="file-size num" role="gridcell">
        {size === null || kind === 'folder' ? '' : formatBytes(size)}
      </span>
      <span className="file-fact num" role="gridcell">
        {changedAt === null ? '' : say.changed(new Date(changedAt), new Date(today))}
      </span>
      <span className="file-fact file-owner trunc" role="gridcell">
        {owner ?? ''}
      </span>
    </>
  )
}

/** One name in a folder at the far end. */
export const FileRow = memo(function FileRow(props: FileRowProps) {
  const { entry, index, isChosen, isReachable, user, say, today, handlers } = props
  return (
    <div
      className="list-row file-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      data-file={entry.key}
      data-closed={entry.closed === null ? undefined : ''}
      tabIndex={isReachable ? 0 : -1}
      style={{ top: index * rowHeight, height: rowHeight }}
      onClick={() => handlers.onSelect(entry)}
      onDoubleClick={() => handlers.onOpen(entry)}
      onFocus={() => handlers.onSelect(entry)}
      onKeyDown={(event) => handlers.onKey(event, entry)}
    >
      <Box entry={entry} isChosen={isChosen} say={say} handlers={handlers} />
      <span className="file-icon" role="presentation">
        <EntryIcon entry={entry} />
      </span>
      <Name entry={entry} user={user} say={say} />
      <Facts entry={entry} say={say} today={today} />
    </div>
  )
})
