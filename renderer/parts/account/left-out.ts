import type { ProfileView } from '#contract/sign-in.ts'

/** Keys of what a person chose not to use on this computer. */
export const sourceKey = {
  signIn: (name: string): string => `sign-in ${name}`,
  profile: (name: string): string => `profile ${name}`,
} as const

/** True for a profile that was left out, by itself or with the sign-in that it stands on. */
export function isLeftOut({ ref, signIn }: ProfileView, leftOut: readonly string[]): boolean {
  if (leftOut.length === 0) return false
  const own = ref.type === 'named' && leftOut.includes(sourceKey.profile(ref.name))
  return own || (signIn !== null && leftOut.includes(sourceKey.signIn(signIn)))
}
