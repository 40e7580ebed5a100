import { useEffect, useMemo, useState } from 'react'
import type { ProfileView } from '#contract/sign-in.ts'
import { accountsInUse } from '../../app/account-use.ts'
import { profileKey } from '../../app/profile-store.ts'
import { useProfiles, useServices, useSnapshot, useView } from '../../app/services.ts'
import { isLeftOut } from '../../parts/account/left-out.ts'
import type { AccountSection } from './account-layout.ts'
import { accountGroups, matching, type AccountGroup, type AccountLine } from './account-lines.ts'

/** Which accounts are shown. */
export const accountFilters = ['all', 'used', 'favourites'] as const
export type AccountFilter = (typeof accountFilters)[number]

export interface AccountQuery {
  readonly filter: AccountFilter
  readonly search: string
}

/** By account number: what somebody said that the accounts are for in which targets are looked for. */
function useSaid(): ReadonlyMap<string, string> {
  const { client } = useServices()
  const [said, setSaid] = useState<ReadonlyMap<string, string>>(new Map())
  useEffect(() => {
    let current = true
    void client.call('target.list', { read: 'kept' }).then((answer) => {
      if (!current || !answer.ok) return
      const places = answer.value.places.map(
        ({ account, environment }) => [account.id ?? '', environment ?? ''] as const,
      )
      setSaid(new Map(places.filter(([id, environment]) => id !== '' && environment !== '')))
    })
    return () => {
      current = false
    }
  }, [client])
  return said
}

/** All accounts, whatever is searched, and the profiles that cannot be used. */
function useAll() {
  const { signIns, tunnels, shells, environments } = useSnapshot()
  const all = useProfiles((state) => state.profiles)
  const leftOut = useView((state) => state.leftOut)
  const favourites = useView((state) => state.favouriteAccounts)
  const usualRoles = useView((state) => state.usualRoles)
  const usedAt = useView((state) => state.accountsUsedAt)
  const said = useSaid()
  const profiles = useMemo(() => all.filter((profile) => !isLeftOut(profile, leftOut)), [all, leftOut])
  const inUse = useMemo(() => accountsInUse({ tunnels, shells }, profiles), [tunnels, shells, profiles])
  const groups = useMemo(() => {
    const kept = { usedAt, favourites, usualRoles }
    return accountGroups({ profiles, signIns, tunnels, environments, said, inUse, ...kept })
  }, [profiles, signIns, tunnels, environments, said, inUse, usedAt, favourites, usualRoles])
  const broken = useMemo(() => profiles.filter(({ problem }) => problem !== null), [profiles])
  return { groups, broken, leftOut: all.length - profiles.length }
}

const isShown = {
  all: () => true,
  used: ({ tunnels, usedAt }: AccountLine) => tunnels > 0 || usedAt === 'now',
  favourites: ({ isFavourite }: AccountLine) => isFavourite,
} as const satisfies Record<AccountFilter, (line: AccountLine) => boolean>

function sectionsOf(
  groups: readonly AccountGroup[],
  broken: readonly ProfileView[],
  { filter, search }: AccountQuery,
): readonly AccountSection[] {
  const found = groups.map((group): AccountSection => {
    const lines = matching(group.lines.filter(isShown[filter]), search)
    return { ...group, kind: 'accounts', total: group.lines.length, lines }
  })
  const words = search.toLowerCase()
  const faults = filter === 'all' ? broken.filter(({ title }) => title.toLowerCase().includes(words)) : []
  const lines = faults.map((profile) => ({ key: `broken ${profileKey(profile.ref)}`, broken: profile }))
  // An organisation without an account is told, so that one can sign in there.
  const isIdle = filter === 'all' && search === ''
  const shown = found.filter(
    (section) => section.lines.length > 0 || (isIdle && section.kind === 'accounts' && section.signIn !== null),
  )
  return [...shown, ...(lines.length === 0 ? [] : [{ kind: 'broken', key: 'broken', lines } as const])]
}

/** The accounts that a query leaves. */
export function useAccounts(query: AccountQuery) {
  const { groups, broken, leftOut } = useAll()
  const sections = useMemo(() => sectionsOf(groups, broken, query), [groups, broken, query])
  const lines = useMemo(() => groups.flatMap((group) => group.lines), [groups])
  const counts = useMemo(() => {
    const of = (filter: AccountFilter): number => lines.filter(isShown[filter]).length
    return { all: of('all'), used: of('used'), favourites: of('favourites') }
  }, [lines])
  return { sections, lines, counts, leftOut }
}
