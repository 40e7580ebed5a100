import './targets.css'
import '../../parts/production/questions.css'
import '../../ui/question.css'
import { Plus, RotateCw, Square } from 'lucide-react'
import { useMemo, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { ShellRequest } from '#contract/shells.ts'
import type { PlaceView, TargetList as Listed } from '#contract/targets.ts'
import { favouriteOf, placeKey } from '#domain/targets/target-place.ts'
import { useActions } from '../../app/actions.ts'
import { useSnapshot } from '../../app/services.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Select } from '../../ui/select.tsx'
import { ConfirmOpen } from '../../parts/production/confirm-open.tsx'
import { AddPlace } from './add-place.tsx'
import { HintBar } from './hint-bar.tsx'
import type { ListHandlers } from './target-list.tsx'
import { TargetList } from './target-list.tsx'
import { countOf, groupsOf, kindFilters, stateFilters, type TargetLine, type TargetQuery } from './target-rows.ts'
import type { TargetStore } from './target-store.ts'
import { TypeId } from './type-id.tsx'
import { useFindKey } from './use-find-key.ts'
import { useOpening, type OpenHow, type Opening, type OpenShell } from './use-opening.ts'
import { useSaying, useTargetList, useTargetWords } from './use-targets.ts'
import { focusTarget } from './list-place.ts'
import { closedProblem, WhyClosed } from './why-closed.tsx'

interface TargetsScreenProps {
  /** A shell is to be opened: here, or beside what is here. */
  readonly onOpen: OpenShell
  /** The files of a target, where there are any to be had. */
  readonly onFiles?: (request: ShellRequest) => void
  /** Stands at the left of the bar instead of the title: what else can be chosen from. */
  readonly head?: ReactNode
}

/** What lies over the list. */
type Over =
  | { readonly kind: 'type-id'; readonly place: PlaceView }
  | { readonly kind: 'add-place' }
  | { readonly kind: 'why'; readonly line: TargetLine; readonly how: OpenHow }

const emptyQuery: TargetQuery = { search: '', kind: 'all', state: 'all' }

/** The request for a shell on a line's target; null for a container that was not found. */
function requestOf({ place, target, name, favourite }: TargetLine): ShellRequest | null {
  const what = target?.target ?? (favourite?.what.on === 'node' ? favourite.what : null)
  if (what === null) return null
  const { environment } = place
  return { ...place.place, target: what, program: { run: 'shell' }, name: name.slice(0, 200) || '-', environment }
}

interface BarProps {
  readonly list: Listed | null
  readonly store: TargetStore
  readonly query: TargetQuery
  readonly head: ReactNode
  readonly onQuery: (query: TargetQuery) => void
  readonly onAdd: () => void
  readonly onLeave: () => void
  readonly search: RefObject<HTMLInputElement | null>
}

/** Reads everything again, or gives the reading up. */
function ReadButton({ list, store }: Pick<BarProps, 'list' | 'store'>) {
  const say = useTargetWords()
  const { call } = useActions()
  const isReading = list?.places.some(({ reading }) => reading === 'now') === true
  return isReading ? (
    <IconButton label={say.stopReading} onClick={() => void call('target.stop')}>
      <Square size={13} />
    </IconButton>
  ) : (
    <IconButton label={say.readAgain} onClick={() => void store.read('all')}>
      <RotateCw size={15} />
    </IconButton>
  )
}

/** What the list can be narrowed to, beside the search. */
function Picks({ query, onQuery }: Pick<BarProps, 'query' | 'onQuery'>) {
  const say = useTargetWords()
  return (
    <>
      <div className="target-pick">
        <Select
          label={say.filterKind}
          value={query.kind}
          options={kindFilters.map((value) => ({ value, label: say.kinds[value] }))}
          onChange={(kind) => onQuery({ ...query, kind })}
        />
      </div>
      <div className="target-pick">
        <Select
          label={say.filterState}
          value={query.state}
          options={stateFilters.map((value) => ({ value, label: say.states[value] }))}
          onChange={(state) => onQuery({ ...query, state })}
        />
      </div>
    </>
  )
}

function Bar({ list, store, query, head, search, onQuery, onAdd, onLeave }: BarProps) {
  const say = useTargetWords()
  return (
    <div className="target-bar">
      {head ?? (
        <h1>
          {say.list}
          <span className="count num">{list === null ? '' : countOf(list)}</span>
        </h1>
      )}
      <span className="grow" />
      <Picks query={query} onQuery={onQuery} />
      <IconButton label={say.addPlace.action} onClick={onAdd}>
        <Plus size={16} />
      </IconButton>
      <ReadButton list={list} store={store} />
      <SearchField
        ref={search}
        value={query.search}
        label={say.search}
        clearLabel={say.clearSearch}
        onChange={(text) => onQuery({ ...query, search: text })}
        onLeave={onLeave}
      />
    </div>
  )
}

/** There is no account to look in, or nothing is left of the list. */
function Empty({
  list,
  onAdd,
  onAll,
}: {
  readonly list: Listed
  readonly onAdd: () => void
  readonly onAll: () => void
}) {
  const say = useTargetWords()
  const isNew = list.places.length === 0
  return (
    <div className="list-empty">
      <h2>{isNew ? say.empty.title : say.nothing}</h2>
      {isNew ? <p>{say.empty.text}</p> : null}
      <div className="empty-actions">
        <Button variant={isNew ? 'primary' : 'secondary'} onClick={isNew ? onAdd : onAll}>
          {isNew ? say.addPlace.action : say.showAll}
        </Button>
      </div>
    </div>
  )
}

/** What the list's lines and heads cause. */
function useHandlers(
  store: TargetStore,
  opening: Opening,
  setOver: (over: Over) => void,
  onFiles: TargetsScreenProps['onFiles'],
): ListHandlers {
  const actions = useActions()
  const { call } = actions
  const again = async (done: Promise<unknown>): Promise<void> => {
    await done
    await store.read('stale')
  }
  return {
    onOpen: (line, how) => {
      const request = requestOf(line)
      if (closedProblem(line) !== null) setOver({ kind: 'why', line, how })
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
    onTypeId: (place) => setOver({ kind: 'type-id', place }),
    onRemove: (place) => void again(call('target.removePlace', { key: place.key })),
    onEnvironment: ({ place }, environment) => void again(call('target.setEnvironment', { place, environment })),
    onSignIn: ({ place: { profile } }) => {
      if (profile.type === 'sso' && profile.session !== undefined)
        void call('signIn.start', { session: profile.session })
    },
  }
}

interface OverlaysProps {
  readonly list: Listed
  readonly over: Over | null
  readonly opening: Opening
  readonly store: TargetStore
  readonly onClose: () => void
}

/** Questions and forms over the list. */
function Overlays({ list, over, opening, store, onClose }: OverlaysProps) {
  const { call } = useActions()
  const { pending, agree, cancel } = opening
  if (pending !== null) {
    const { request } = pending
    const place = list.places.find(({ key }) => key === placeKey(request))
    return (
      <ConfirmOpen request={request} account={place?.account.name ?? request.name} onAgree={agree} onCancel={cancel} />
    )
  }
  switch (over?.kind) {
    case 'type-id': {
      const open = (request: ShellRequest): void => {
        onClose()
        opening.open(request, 'tab')
      }
      return <TypeId places={list.places} first={over.place} onOpen={open} onClose={onClose} />
    }
    case 'add-place': {
      const add: Parameters<typeof AddPlace>[0]['onAdd'] = (place) => {
        onClose()
        void call('target.addPlace', place).then(() => store.read('stale'))
      }
      return <AddPlace onAdd={add} onClose={onClose} />
    }
    case 'why': {
      const problem = closedProblem(over.line)
      const request = requestOf(over.line)
      const open = (): void => {
        onClose()
        if (request !== null) opening.open(request, over.how)
      }
      return problem === null ? null : <WhyClosed line={over.line} problem={problem} onOpen={open} onClose={onClose} />
    }
    case undefined:
      return null
  }
}

/** Everything that a shell can be opened on: what is in a new tab of the shells. */
export function TargetsScreen({ onOpen, onFiles, head = null }: TargetsScreenProps) {
  const { list, store } = useTargetList()
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
  const onAdd = (): void => setOver({ kind: 'add-place' })
  return (
    <section className="targets" aria-label={saying.say.title} aria-busy={list === null}>
      <Bar
        {...{ list, store, query, head, search, onAdd }}
        onQuery={setQuery}
        onLeave={() => focusTarget(grid.current, null)}
      />
      {list === null ? (
        <div className="target-list" />
      ) : groups.length === 0 ? (
        <Empty list={list} onAdd={onAdd} onAll={() => setQuery(emptyQuery)} />
      ) : (
        <TargetList groups={groups} saying={saying} list={grid} handlers={handlers} />
      )}
      <HintBar hasFiles={onFiles !== undefined} />
      {list === null ? null : (
        <Overlays list={list} over={over} opening={opening} store={store} onClose={() => setOver(null)} />
      )}
    </section>
  )
}
