import './accounts.css'
import { Plus } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { useActions } from '../../app/actions.ts'
import { useEscape } from '../../app/global-keys.ts'
import { useProfiles, useServices, useWords } from '../../app/services.ts'
import { Banners } from '../../parts/notices/banners.tsx'
import { useFindKey } from '../../parts/list/use-find-key.ts'
import { Button } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SegmentedFilter } from '../../ui/segmented-filter.tsx'
import { AccountList, focusAccount } from './account-list.tsx'
import type { AccountLine } from './account-lines.ts'
import { AccountPanel } from './account-panel.tsx'
import { accountFilters, useAccounts, type AccountFilter, type AccountQuery } from './use-accounts.ts'

interface ToolbarProps {
  readonly query: AccountQuery
  readonly counts: Readonly<Record<AccountFilter, number>>
  readonly onQuery: (query: AccountQuery) => void
  readonly onLeave: () => void
}

function Toolbar({ query, counts, onQuery, onLeave }: ToolbarProps) {
  const { accounts, tunnels } = useWords()
  const { page } = accounts
  const labels = { ...page.filters, all: tunnels.filters.all }
  const actions = useActions()
  const search = useRef<HTMLInputElement>(null)
  useFindKey(search)
  const options = accountFilters.map((value) => ({ value, label: labels[value], count: counts[value] }))
  return (
    <header className="toolbar">
      <h1>{page.title}</h1>
      <SegmentedFilter
        label={page.filterLabel}
        options={options}
        value={query.filter}
        onChange={(filter) => onQuery({ ...query, filter })}
      />
      <span className="grow" />
      <SearchField
        ref={search}
        value={query.search}
        label={page.search}
        clearLabel={tunnels.clearSearch}
        onChange={(value) => onQuery({ ...query, search: value })}
        onLeave={onLeave}
      />
      <Button icon={<Plus size={14} />} className="account-add" onClick={actions.addSignIn}>
        {page.addSignIn}
      </Button>
    </header>
  )
}

function Columns() {
  const { accounts, form } = useWords()
  const { columns } = accounts.page
  return (
    <div className="account-columns" aria-hidden="true">
      <span />
      <span>{columns.account}</span>
      <span>{form.environment}</span>
      <span>{columns.roles}</span>
      <span className="account-use">{columns.use}</span>
      <span className="account-time">{columns.used}</span>
    </div>
  )
}

/** Nothing is to be shown: nothing was found, or there is nothing yet. */
function Nothing({ query, onAll }: { readonly query: AccountQuery; readonly onAll: () => void }) {
  const { accounts, tunnels } = useWords()
  const { page } = accounts
  const actions = useActions()
  const asked = useProfiles((state) => state.asked)
  if (!asked) return <div className="list-scroll account-list" aria-busy="true" />
  const isNarrowed = query.search !== '' || query.filter !== 'all'
  return (
    <div className="account-nothing">
      <h2>{query.search === '' ? page.nothing[query.filter] : tunnels.nothingMatches(query.search)}</h2>
      <Button onClick={isNarrowed ? onAll : actions.addSignIn}>{isNarrowed ? page.showAll : page.addSignIn}</Button>
    </div>
  )
}

/** Profiles that were left out in the first run, and the way to bring them back. */
function LeftOut({ count }: { readonly count: number }) {
  const { form } = useWords()
  const { view } = useServices()
  if (count === 0) return null
  return (
    <p className="account-left-out">
      {form.leftOut(count)}{' '}
      <button type="button" className="link" onClick={() => view.setState({ leftOut: [] })}>
        {form.showLeftOut}
      </button>
    </p>
  )
}

const everything: AccountQuery = { filter: 'all', search: '' }

/** Which account is selected, whether its panel was opened, and what keys and clicks do about it. */
function useSelection(lines: readonly AccountLine[], list: RefObject<HTMLDivElement | null>) {
  const { view } = useServices()
  const [selected, onSelect] = useState<string | null>(null)
  const [isOpen, setOpen] = useState(false)
  const line = useMemo(() => lines.find(({ key }) => key === selected) ?? null, [lines, selected])
  const close = (): void => {
    setOpen(false)
    onSelect(null)
    focusAccount(list.current, selected)
  }
  useEscape(() => (selected === null ? view.setState({ screen: { name: 'tunnels' } }) : close()))
  const onStar = (key: string): void =>
    view.setState(({ favouriteAccounts: before }) => ({
      favouriteAccounts: before.includes(key) ? before.filter((one) => one !== key) : [...before, key],
    }))
  const onOpen = (key: string): void => {
    onSelect(key)
    setOpen(true)
  }
  return { line, isOpen, close, handlers: { selected, onSelect, onOpen, onStar } }
}

/** What is searched is listed before the rest. */
function useSought(text: string): void {
  const { client } = useServices()
  useEffect(() => {
    void client.call('profile.seek', { text: text.slice(0, 200) })
  }, [client, text])
}

/** Every account that can be reached from here, once: what it is for, how it is used, and which of its roles is usual. */
export function AccountsScreen() {
  const [query, setQuery] = useState(everything)
  useSought(query.search)
  const list = useRef<HTMLDivElement>(null)
  const { sections, lines, counts, leftOut } = useAccounts(query)
  const { line, isOpen, close, handlers } = useSelection(lines, list)
  return (
    <div className="accounts">
      <Toolbar query={query} counts={counts} onQuery={setQuery} onLeave={() => focusAccount(list.current, null)} />
      <Banners />
      <div className="body" data-open={isOpen ? '' : undefined}>
        <div className="list-screen account-main">
          <Columns />
          {sections.length === 0 ? (
            <Nothing query={query} onAll={() => setQuery(everything)} />
          ) : (
            <AccountList {...handlers} {...{ sections, list, search: query.search }} />
          )}
          <LeftOut count={leftOut} />
        </div>
        {line === null ? null : <AccountPanel key={line.key} line={line} onClose={close} />}
      </div>
    </div>
  )
}
