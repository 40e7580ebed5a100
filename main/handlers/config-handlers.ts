import type { CallHandlers } from '#contract/calls.ts'
import type { ProfileAdditions } from '#core/app/identity/profile-additions.ts'

type ConfigHandlers = Pick<CallHandlers, 'config.preview' | 'config.add' | 'config.undo'>

/** What a window may have written into the AWS config: which profiles, never a line of text. */
export function createConfigHandlers(additions: ProfileAdditions): ConfigHandlers {
  return {
    'config.preview': async (wish) => await additions.preview(wish),
    'config.add': async (wish) => await additions.add(wish),
    'config.undo': async (wish) => await additions.undo(wish),
  }
}
