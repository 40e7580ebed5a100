import { Plus } from 'lucide-react'
import { useEffect, useMemo, useRef, type ReactNode } from 'react'
import type { TunnelView } from '#contract/snapshot.ts'
import { useActions } from '../../app/actions.ts'
import { useProfiles, useServices, useSnapshot, useView, useWords } from '../../app/services.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import type { ListFilter } from '../../app/view-store.ts'
import { Button } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SegmentedFilter } from '../../ui/segmented-filter.tsx'
import { Banners } from '../../parts/notices/banners.tsx'
import { NoAccounts, NothingMatches, NoTunnels } from './empty.tsx'
import { createListing, type Listing } from './groups.ts'
import { countOf } from './list-filters.ts'
import { focusRow, isFocusLost } from './list-focus.ts'
import { SortMenu } from './sort-menu.tsx'
import { TunnelList } from './tunnel-list.tsx'
import { useRevealed } from './use-revealed.ts'

const filters = ['all', 'live', 'armed', 'attention'] as const satisfies readonly ListFilter[]

function Search() {
  const words = useWords()
  const { view } = useServices()
  const search = useView((state) => state.search)
  const field = useRef<HTMLInputElement>(null)
  const leave = (): void => {
    field.current?.blur()
    focusRow(document.querySelector<HTMLElement>('.tunnel-list'), null)
  }
  return (
    <SearchField
      ref={field}
      value={search}
      label={words.tunnels.search}
      clearLabel={words.tunnels.clearSearch}
      onChange={(value) => view.setState({ search: value })}
      onLeave={leave}
    />
  )
}

/** The tunnels that the environment and the search leave, and what groups them. */
function useFound(): Found {
  const { environments, tunnels } = useSnapshot()
  const profiles = useProfiles((state) => state.profiles)
  const environment = useView((state) => state.environment)
  const search = useView((state) => state.search)
  const listing = useMemo(() => createListing(profiles, environments), [profiles, environments])
  const found = useMemo(() => listing.found(tunnels, { environment, search }), [listing, tunnels, environment, search])
  return { listing, found }
}

interface Found {
  readonly listing: Listing
  readonly found: readonly TunnelView[]
}

function NewTunnel() {
  const words = useWords()
  const actions = useActions()
  const mod = useShortcut()
  return (
    <Button
      variant="primary"
      icon={<Plus size={14} />}
      shortcut={mod('new-tunnel')}
      onClick={() => actions.newTunnel()}
    >
      {words.tunnels.newTunnel}
    </Button>
  )
}

function Toolbar({ found }: Pick<Found, 'found'>) {
  const words = useWords()
  const { view } = useServices()
  const { tunnels } = useSnapshot()
  const filter = useView((state) => state.filter)
  const options = filters.map((value) => ({
    value,
    label: words.tunnels.filters[value],
    count: countOf(found, value),
  }))
  const empty = tunnels.length === 0
  return (
    <header className="toolbar">
      <h1>{words.tunnels.title}</h1>
      {empty ? null : (
        <SegmentedFilter
          label={words.tunnels.filterLabel}
          options={options}
          value={filter}
          onChange={(value) => view.setState({ filter: value })}
        />
      )}
      <span className="grow" />
      {empty ? null : <SortMenu />}
      {empty ? null : <Search />}
      {empty ? null : <NewTunnel />}
    </header>
  )
}

/** No tunnel is saved: because it is early, or because there is no account to reach one through. */
function NothingYet() {
  const { signIns } = useSnapshot()
  const asked = useProfiles((state) => state.asked)
  const profiles = useProfiles((state) => state.profiles)
  const problems = useProfiles((state) => state.problems)
  const signedIn = signIns.find(({ status }) => status.kind === 'signed-in')
  const hasNone = asked && problems.length === 0 && profiles.every(({ problem }) => problem !== null)
  return hasNone && signedIn !== undefined ? <NoAccounts session={signedIn.session} /> : <NoTunnels />
}

function ListBody({ listing, found }: Found) {
  const { tunnels } = useSnapshot()
  const filter = useView((state) => state.filter)
  const sort = useView((state) => state.sort)
  const groups = useMemo(() => listing.groups(found, { filter, sort }), [listing, found, filter, sort])
  useRevealed(tunnels, groups)
  if (tunnels.length === 0) return <NothingYet />
  return groups.length === 0 ? <NothingMatches /> : <TunnelList groups={groups} />
}

/** Whoever comes back from a page that is gone, a sign-in or a failure, goes on where they were in the list. */
function useFocusOnReturn(): void {
  const { view } = useServices()
  useEffect(() => {
    const isReturn = view.getState() !== view.getInitialState()
    if (!isReturn || !isFocusLost()) return
    focusRow(document.querySelector<HTMLElement>('.tunnel-list'), null)
    // Without a list there is one thing to do.
    if (isFocusLost()) document.querySelector<HTMLElement>('.list-empty .btn[data-variant="primary"]')?.focus()
  }, [view])
}

interface TunnelsProps {
  readonly panel: ReactNode
  readonly dock: ReactNode
}

/** The list with its toolbar, and beside it the panel of the chosen tunnel, if one is open; the dock, if there is one, lies below. */
export function TunnelsScreen({ panel, dock }: TunnelsProps) {
  useFocusOnReturn()
  const { listing, found } = useFound()
  return (
    <>
      <Toolbar found={found} />
      <Banners />
      <div className="body">
        <ListBody listing={listing} found={found} />
        {panel}
      </div>
      {dock}
    </>
  )
}
