import { useStore } from 'zustand'
import { formatAccountId } from '#words/format.ts'
import { useServices } from '../../app/services.ts'

/** What an account is called here: as it was noted, as a sign-in lists it, or by its number. */
export function useAccountName(account: { readonly id: string; readonly name: string | null } | null): string | null {
  const { profiles } = useServices()
  const listed = useStore(profiles, (state) => state.profiles.find(({ accountId }) => accountId === account?.id))
  if (account === null) return null
  return account.name ?? listed?.title ?? formatAccountId(account.id)
}
