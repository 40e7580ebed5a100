import { Container, Ellipsis, HardDrive, Monitor, Server, Star } from 'lucide-react'
import { memo, type KeyboardEvent, type MouseEvent } from 'react'
import type { TargetView } from '#contract/targets.ts'
import type { Environment } from '#contract/tunnel.ts'
import { EnvironmentMark, productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import type { MenuAnchor } from '../../ui/menu.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { idWords, lineSentence, platformWords, stateWords, type Saying } from './line-words.ts'
import { lineHeight } from './target-layout.ts'
import { canOpen, canStart, kindOf, type TargetLine } from './target-rows.ts'

/** What can be done with a line. */
export interface LineHandlers {
  readonly onSelect: (key: string) => void
  readonly onOpen: (line: TargetLine, how: 'tab' | 'split') => void
  readonly onStar: (line: TargetLine) => void
  readonly onMenu: (line: TargetLine, anchor: MenuAnchor) => void
  readonly onKey: (event: KeyboardEvent, line: TargetLine) => void
}

const icons = { instance: Server, hybrid: HardDrive, windows: Monitor, container: Container }

function TargetIcon({ target }: { readonly target: TargetView | null }) {
  const Icon = icons[target === null ? 'instance' : kindOf(target)]
  return (
    <span className="list-icon" aria-hidden="true">
      <Icon size={15} />
    </span>
  )
}

interface PartProps {
  readonly line: TargetLine
  readonly saying: Saying
}

interface NameProps extends PartProps {
  readonly environment: Environment | null
  readonly namesPlace: boolean
}

function NameCell({ line, saying, environment, namesPlace }: NameProps) {
  const { id, beside } = idWords(line, saying)
  return (
    <div className="target-name" role="gridcell">
      <div className="target-first trunc" title={line.name}>
        <b>{line.name}</b>
        {!namesPlace ? null : (
          <span className="target-account" title={line.place.account.name}>
            {environment === null ? null : <EnvironmentMark environment={environment} />}
            <span className="target-account-name">{line.place.account.name}</span>
          </span>
        )}
      </div>
      <div className="target-second trunc" title={id}>
        <span className="mono">{id}</span>
        {beside === '' ? null : <span className="target-beside">{beside}</span>}
      </div>
    </div>
  )
}

function StateCell({ line, saying }: PartProps) {
  const { glyph, state, line: second, tone } = stateWords(line, saying)
  return (
    <div className="target-state" role="gridcell" data-tone={tone}>
      <div className="target-first">
        <StateGlyph glyph={glyph} />
        <span>{state}</span>
      </div>
      <div className="target-second trunc" title={second}>
        {second}
      </div>
    </div>
  )
}

function PlatformCell({ line, saying }: PartProps) {
  const [platform, agent] = platformWords(line, saying)
  return (
    <div className="target-platform" role="gridcell">
      <div className="target-first trunc">{platform}</div>
      <div className="target-second trunc">{agent}</div>
    </div>
  )
}

function Tags({ line }: { readonly line: TargetLine }) {
  const tags = line.target?.tags ?? []
  const [first] = tags
  if (first === undefined) return <div className="target-tags" />
  const all = tags.map(({ key, value }) => `${key}=${value}`)
  return (
    <div className="target-tags" role="gridcell" title={all.join('\n')}>
      <span className="tag trunc">{all[0]}</span>
      {tags.length > 1 ? (
        <>
          <span className="target-more" aria-hidden="true">{`+${tags.length - 1}`}</span>
          <span className="visually-hidden">{all.slice(1).join(', ')}</span>
        </>
      ) : null}
    </div>
  )
}

interface StarProps extends PartProps {
  readonly tabIndex: number
  readonly onStar: LineHandlers['onStar']
}

function StarButton({ line, saying, tabIndex, onStar }: StarProps) {
  const on = line.favourite !== null
  const label = on ? saying.say.unstar : saying.say.star
  return (
    <div role="gridcell">
      <button
        type="button"
        className="list-star"
        aria-pressed={on}
        aria-label={`${label}${saying.words.listSeparator}${line.name}`}
        title={label}
        tabIndex={tabIndex}
        onClick={() => onStar(line)}
      >
        <Star size={14} aria-hidden="true" />
      </button>
    </div>
  )
}

interface TargetLineProps {
  readonly line: TargetLine
  readonly environment: Environment | null
  readonly saying: Saying
  readonly top: number
  /** Place in the whole list, from 1. */
  readonly rowIndex: number
  readonly isLast: boolean
  /** Its group is not of one place: the line says which it is of. */
  readonly namesPlace: boolean
  readonly selected: boolean
  /** True for the line at which the keyboard enters the list. */
  readonly reachable: boolean
  readonly handlers: LineHandlers
}

/** What the action of a line says: open it, start it, or why not. */
function actionWord(line: TargetLine, { say }: Saying): string {
  if (canStart(line.target)) return say.start.action
  if (canOpen(line.target) || line.target === null) return say.open
  const { state } = line.target
  return state.kind === 'closed' && state.why === 'exec-off' ? say.howTo : say.seeWhy
}

interface ActionProps extends PartProps, Pick<TargetLineProps, 'selected' | 'handlers'> {
  readonly tabIndex: number
}

/** The one thing to do, and the menu of all. */
function ActionCell({ line, saying, selected, tabIndex, handlers }: ActionProps) {
  const { say, words } = saying
  const opens = canOpen(line.target) || line.target === null
  return (
    <div className="target-action" role="gridcell">
      <Button
        size="small"
        variant={opens ? (selected ? 'primary' : 'secondary') : 'ghost'}
        shortcut={opens && selected ? '↵' : undefined}
        tabIndex={tabIndex}
        onClick={() => handlers.onOpen(line, 'tab')}
      >
        {actionWord(line, saying)}
      </Button>
      <IconButton
        label={say.more}
        aria-label={`${say.more}${words.listSeparator}${line.name}`}
        aria-haspopup="menu"
        tabIndex={tabIndex}
        onClick={(event) => handlers.onMenu(line, event.currentTarget)}
      >
        <Ellipsis size={16} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

const isOnControl = ({ target }: MouseEvent): boolean => target instanceof Element && target.closest('button') !== null

/** One target: its star, name and id, state, platform and agent, tags, and the one thing to do. */
export const TargetRow = memo(function TargetRow(props: TargetLineProps) {
  const { line, environment, saying, top, rowIndex, isLast, namesPlace, selected, reachable, handlers } = props
  const tabIndex = reachable ? 0 : -1
  return (
    <div
      className="list-row target-row"
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={selected}
      aria-label={lineSentence(line, environment, saying)}
      tabIndex={tabIndex}
      style={{ top, height: lineHeight }}
      data-target={line.key}
      data-last={isLast ? '' : undefined}
      data-production={environment === null ? undefined : productionOf(environment)}
      onClick={(event) => (isOnControl(event) ? undefined : handlers.onSelect(line.key))}
      onDoubleClick={(event) => (isOnControl(event) ? undefined : handlers.onOpen(line, 'tab'))}
      onKeyDown={(event) => handlers.onKey(event, line)}
      onContextMenu={(event) => {
        event.preventDefault()
        handlers.onMenu(line, { x: event.clientX, y: event.clientY })
      }}
    >
      <StarButton line={line} saying={saying} tabIndex={tabIndex} onStar={handlers.onStar} />
      <TargetIcon target={line.target} />
      <NameCell {...{ line, saying, environment, namesPlace }} />
      <StateCell line={line} saying={saying} />
      <PlatformCell line={line} saying={saying} />
      <Tags line={line} />
      <ActionCell {...{ line, saying, selected, tabIndex, handlers }} />
    </div>
  )
})
