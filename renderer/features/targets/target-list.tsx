import { useMemo, useState, type KeyboardEvent, type RefObject } from 'react'
import { useActions } from '../../app/actions.ts'
import { useSnapshot } from '../../app/services.ts'
import { useDrawnItems } from '../../parts/list/use-drawn-items.ts'
import { useLatest } from '../../parts/list/use-latest.ts'
import type { MenuAnchor } from '../../ui/menu.tsx'
import { idWords, unreadableText, type Saying } from './line-words.ts'
import { TargetGroupSection } from './target-group.tsx'
import type { ListHandlers } from './list-handlers.ts'
import { lineOrder, type LineOrder } from './target-keys.ts'
import { drawnTargets, layoutTargets, stepFrom, type Step, type TargetLayout } from './target-layout.ts'
import type { LineHandlers } from './target-line.tsx'
import type { TargetGroup, TargetLine } from './target-rows.ts'
import { focusTarget, useScrollTo } from './list-place.ts'
import { takesDocuments } from './line-request.ts'
import { TargetMenu, type OpenMenu } from './target-menu.tsx'

interface TargetListProps {
  readonly groups: readonly TargetGroup[]
  readonly saying: Saying
  readonly list: RefObject<HTMLDivElement | null>
  readonly handlers: ListHandlers
}

/** What orders of the keyboard are obeyed with. */
interface Obeying extends Pick<TargetListProps, 'saying' | 'handlers'> {
  readonly copy: (text: string) => unknown
  readonly walk: (from: string, by: Step) => void
  readonly openMenu: (line: TargetLine, anchor: MenuAnchor) => void
}

function obey(
  line: TargetLine,
  order: LineOrder,
  { saying, handlers, copy, walk, openMenu }: Obeying,
  row: Element,
): void {
  switch (order.do) {
    case 'walk':
      return walk(line.key, order.by)
    case 'open':
      return handlers.onOpen(line, 'tab')
    case 'open-split':
      return handlers.onOpen(line, 'split')
    case 'star':
      return handlers.onStar(line)
    case 'copy':
      return void copy(idWords(line, saying).copy)
    case 'files':
      return handlers.onFiles?.(line)
    case 'document':
      return takesDocuments(line) ? handlers.onDocument(line) : undefined
    case 'menu':
      return openMenu(line, row)
  }
}

/** The handlers of lines, the same from one drawing to the next, so that a line is drawn again only when it changes. */
function useLineHandlers(
  { list, saying, handlers }: Omit<TargetListProps, 'groups'>,
  layout: TargetLayout,
  select: (key: string) => void,
  openMenu: Obeying['openMenu'],
): LineHandlers {
  const { copy } = useActions()
  const { platform } = useSnapshot().app
  const walk = (from: string, by: Step): void => {
    const next = stepFrom(layout, from, by)
    if (next === null) return
    select(next)
    // It is drawn with the next frame at the latest, for the keyboard's line always is.
    requestAnimationFrame(() => focusTarget(list.current, next))
  }
  const latest = useLatest({ saying, handlers, copy, walk, openMenu, platform })
  return useMemo(
    () => ({
      onSelect: select,
      onOpen: (line, how) => latest.current.handlers.onOpen(line, how),
      onStar: (line) => latest.current.handlers.onStar(line),
      onMenu: (line, anchor) => latest.current.openMenu(line, anchor),
      onKey: (event: KeyboardEvent, line) => {
        const order = lineOrder(event, latest.current.platform)
        if (order === null) return
        event.preventDefault()
        obey(line, order, latest.current, event.currentTarget)
      },
    }),
    [latest, select],
  )
}

const gridFacts = ({ items }: TargetLayout, { say }: Saying) => ({
  'aria-label': say.list,
  'aria-rowcount': items.length,
})

/** The list of targets: a grid that the arrows walk, and of which only what is seen is drawn. */
export function TargetList(props: TargetListProps) {
  const { groups, saying, list, handlers } = props
  const { environments } = useSnapshot()
  const [current, setCurrent] = useState<string | null>(null)
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const layout = useMemo(
    () => layoutTargets(groups, ({ place }) => place !== null && unreadableText(place, saying) !== null),
    [groups, saying],
  )
  const known = current !== null && layout.indexOf.has(current) ? current : (layout.stops[0] ?? null)
  const lines = useLineHandlers(props, layout, setCurrent, (line, anchor) => setMenu({ line, anchor }))
  const drawn = drawnTargets(layout, useDrawnItems(list, layout, known === null ? [] : [known]))
  useScrollTo(list, layout, current)
  return (
    <div ref={list} className="list-scroll target-list" role="grid" {...gridFacts(layout, saying)}>
      <div className="list-drawn" role="presentation" style={{ height: layout.height }}>
        {drawn.map((part) => (
          <TargetGroupSection
            key={part.group.key}
            drawn={part}
            saying={saying}
            environments={environments}
            current={known}
            reachable={known}
            lines={lines}
            places={handlers}
          />
        ))}
      </div>
      <TargetMenu open={menu} list={list} saying={saying} handlers={handlers} onClose={() => setMenu(null)} />
    </div>
  )
}
