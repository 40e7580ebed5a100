import type { ProfileView } from '#contract/sign-in.ts'
import type { TunnelDraft } from '#contract/tunnel.ts'
import { listedProfile, profileOf } from '#domain/profile/profile.ts'
import { formatAccountId } from '#words/format.ts'

/** The name and number of the account a tunnel leads into, as far as main has listed it. */
export function accountOf(
  tunnel: TunnelDraft,
  profiles: readonly ProfileView[],
): { readonly name: string; readonly id: string } {
  const ref = profileOf(tunnel)
  const exact = ref === null ? null : listedProfile(ref, profiles)
  const number = exact?.accountId ?? tunnel.definition.account?.accountId ?? null
  const sameAccount = profiles.find((profile) => profile.accountId !== null && profile.accountId === number)
  const id = number === null ? '' : formatAccountId(number)
  const name = exact?.title ?? sameAccount?.title ?? (ref?.type === 'named' ? ref.name : '')
  return { name, id: name === id ? '' : id }
}

/** "orders-prod", or the account's number when its name is not known. */
export function accountName(tunnel: TunnelDraft, profiles: readonly ProfileView[]): string {
  const account = accountOf(tunnel, profiles)
  return account.name === '' ? account.id : account.name
}
