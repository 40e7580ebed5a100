import './targets.css'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import { managedNodeIdForm } from '#contract/forms.ts'
import type { ShellRequest } from '#contract/shells.ts'
import type { TargetList as Listed } from '#contract/targets.ts'
import { favouriteOf } from '#domain/targets/target-place.ts'
import { useActions } from '../../app/actions.ts'
import { useSnapshot } from '../../app/services.ts'
import { EmptyList } from './empty-list.tsx'
import { HintBar } from './hint-bar.tsx'
import { asksFirst, nodeRequest, requestOf } from './line-request.ts'
import { focusTarget, useFirstFocus } from './list-place.ts'
import { TargetBar } from './target-bar.tsx'
import type { ListHandlers } from './list-handlers.ts'
import type { PlaceHandlers } from './target-group.tsx'
import { TargetList } from './target-list.tsx'
import { TargetOverlays, type Over } from './target-overlays.tsx'
import { canStart, groupsOf, type TargetQuery } from './target-rows.ts'
import type { TargetStore } from './target-store.ts'
import { useFindKey } from '../../parts/list/use-find-key.ts'
import { useStarting } from './use-starting.ts'
import { useOpening, type Opening, type OpenShell } from './use-opening.ts'
import { useSaying } from './use-targets.ts'
import { closedProblem } from './why-closed.tsx'

interface TargetsScreenProps {
  /** Main's list; null until its first answer. */
  readonly list: Listed | null
  readonly store: TargetStore
  /** A shell is to be opened: here, or beside what is here. */
  readonly onOpen: OpenShell
  /** The files of a target, where there are any to be had. */
  readonly onFiles?: (request: ShellRequest) => void
  /** Stands at the left of the bar: what is chosen from. */
  readonly head: ReactNode
}

const emptyQuery: TargetQuery = { search: '', kind: 'all', state: 'all' }

/** What the heads of places cause. */
function usePlaceHandlers(store: TargetStore, setOver: (over: Over) => void): PlaceHandlers {
  const { call, renew, enterCode } = useActions()
  const again = async (done: Promise<unknown>): Promise<void> => {
    await done
    await store.read('stale')
  }
  return {
    onTypeId: (place) => setOver({ kind: 'type-id', place, id: '' }),
    onRemove: (place) => void again(call('target.removePlace', { key: place.key })),
    onEnvironment: ({ place }, environment) => void again(call('target.setEnvironment', { place, environment })),
    onCure: (cure) => (cure.do === 'sign-in' ? void renew(cure.session) : void enterCode(cure.device)),
  }
}

/** What the list's lines and heads cause. */
function useHandlers(
  store: TargetStore,
  opening: Opening,
  setOver: (over: Over) => void,
  onFiles: TargetsScreenProps['onFiles'],
): ListHandlers {
  const { call } = useActions()
  const start = useStarting(setOver)
  return {
    onOpen: (line, how) => {
      const request = requestOf(line)
      if (canStart(line.target)) start(line)
      else if (closedProblem(line) !== null) setOver({ kind: 'why', line, how })
      else if (asksFirst(line)) setOver({ kind: 'document', line, how })
      else if (request !== null) opening.open(request, how)
    },
    onStar: ({ place, target, favourite }) => {
      const wanted = favourite ?? (target === null ? null : favouriteOf(place.place, target))
      if (wanted !== null) void call('target.star', { favourite: wanted, wish: favourite === null ? 'on' : 'off' })
    },
    onFiles:
      onFiles === undefined
        ? null
        : (line) => {
            const request = requestOf(line)
            if (request !== null) onFiles(request)
          },
    onStart: start,
    onDocument: (line) => setOver({ kind: 'document', line, how: 'tab' }),
    ...usePlaceHandlers(store, setOver),
  }
}

/** Opens a node by the id that was typed: at once where there is one account to look in, else by asking which. */
function useTypedId(list: Listed | null, query: TargetQuery, opening: Opening, setOver: (over: Over) => void) {
  const typed = query.search.trim()
  const typedId = managedNodeIdForm.test(typed) ? typed : null
  const places = list?.places ?? []
  const open = (): void => {
    const [place] = places
    if (typedId === null || place === undefined) return
    if (places.length > 1) setOver({ kind: 'type-id', place, id: typedId })
    else opening.open(nodeRequest(place, typedId), 'tab')
  }
  return { typedId, open }
}

/** Everything that a shell can be opened on: what is in a new tab of the shells. */
export function TargetsScreen({ list, store, onOpen, onFiles, head }: TargetsScreenProps) {
  const { environments } = useSnapshot()
  const saying = useSaying()
  const opening = useOpening(onOpen)
  const [query, setQuery] = useState(emptyQuery)
  const [over, setOver] = useState<Over | null>(null)
  const grid = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  useFindKey(search)
  const handlers = useHandlers(store, opening, setOver, onFiles)
  const groups = useMemo(() => (list === null ? [] : groupsOf(list, query, environments)), [list, query, environments])
  useFirstFocus(grid, groups.length > 0)
  const typed = useTypedId(list, query, opening, setOver)
  const onAdd = (): void => setOver({ kind: 'add-place' })
  const onLeave = (): void => (groups.length === 0 ? typed.open() : focusTarget(grid.current, null))
  return (
    <section className="list-screen targets" aria-label={saying.say.title} aria-busy={list === null}>
      <TargetBar {...{ list, store, query, head, search, onAdd, onLeave }} onQuery={setQuery} />
      {list === null ? (
        <div className="list-scroll target-list" />
      ) : groups.length === 0 ? (
        <EmptyList
          {...{ list, onAdd, typedId: typed.typedId }}
          onAll={() => setQuery(emptyQuery)}
          onTyped={typed.open}
        />
      ) : (
        <TargetList groups={groups} saying={saying} list={grid} handlers={handlers} />
      )}
      <HintBar hasFiles={onFiles !== undefined} />
      {list === null ? null : (
        <TargetOverlays list={list} over={over} opening={opening} store={store} onClose={() => setOver(null)} />
      )}
    </section>
  )
}
