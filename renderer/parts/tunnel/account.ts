import type { ProfileView } from '#contract/sign-in.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import { formatAccountId } from '#words/format.ts'
import { profileKey } from '../../app/profile-store.ts'

/** The name and number of the account a profile leads to, as far as main has listed it. */
export function accountOf(
  ref: ProfileRef,
  profiles: readonly ProfileView[],
): { readonly name: string; readonly id: string } {
  const exact = profiles.find((profile) => profileKey(profile.ref) === profileKey(ref))
  const number = ref.type === 'sso' ? ref.accountId : (exact?.accountId ?? null)
  const sameAccount = profiles.find((profile) => profile.accountId !== null && profile.accountId === number)
  const id = number === null ? '' : formatAccountId(number)
  const name = exact?.title ?? sameAccount?.title ?? (ref.type === 'sso' ? '' : ref.name)
  return { name, id: name === id ? '' : id }
}

/** "orders-prod", or the account's number when its name is not known. */
export function accountName(ref: ProfileRef, profiles: readonly ProfileView[]): string {
  const account = accountOf(ref, profiles)
  return account.name === '' ? account.id : account.name
}
