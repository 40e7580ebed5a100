import type { CallHandlers } from '#contract/calls.ts'
import type { savedCommandCalls } from '#contract/saved-commands.ts'
import type { SavedCommands } from '#core/app/commands/saved-commands.ts'
import { ok } from '#domain/result.ts'

/** What a window may do with saved commands. */
export function createCommandHandlers(commands: SavedCommands): Pick<CallHandlers, keyof typeof savedCommandCalls> {
  return {
    'command.list': async () => ok({ commands: [...commands.list()] }),
    'command.save': async ({ id, ...draft }) => await commands.save(draft, id ?? null),
    'command.remove': async ({ id }) => await commands.remove(id),
    'command.used': async ({ id, habit }) => await commands.used(id, habit),
  }
}
