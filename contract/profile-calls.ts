import { z } from 'zod'
import { profileList } from './sign-in.ts'

const nothing = z.void()

/** Calls about accounts, permission sets and profiles. */
export const profileCalls = {
  'profile.list': { input: nothing, output: profileList },
  /** Somebody looks for these accounts: they are listed before the others. */
  'profile.seek': { input: z.object({ text: z.string().max(200) }), output: nothing },
} as const

/** What is told of them. */
export const profileEvents = {
  /** As far as accounts and roles are known, while `profile.list` is under way. */
  'profile.part': profileList,
} as const
