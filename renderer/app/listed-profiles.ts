import type { ProfileView } from '#contract/sign-in.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import { listedProfile } from '#domain/profile/profile.ts'
import { grouped } from './grouped.ts'

const nameOf = (ref: ProfileRef): string => (ref.type === 'named' ? ref.name : `${ref.accountId} ${ref.roleName}`)

/** Finds what references mean among many profiles, each without a look at all of them. */
export function listedProfiles(profiles: readonly ProfileView[]): (ref: ProfileRef) => ProfileView | null {
  const byName = grouped(profiles, ({ ref }) => `${ref.type} ${nameOf(ref)}`)
  return (ref) => listedProfile(ref, byName.get(`${ref.type} ${nameOf(ref)}`) ?? [])
}
