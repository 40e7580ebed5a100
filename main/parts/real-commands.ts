import { randomUUID } from 'node:crypto'
import type { Problem } from '#contract/problem.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { createSavedCommands, type SavedCommands } from '#core/app/commands/saved-commands.ts'
import type { Log } from '#core/app/ports.ts'
import { createCommandsStore } from '#core/store/commands-store.ts'

interface RealCommandsDeps {
  /** `commands.json`, absolute. */
  readonly path: string
  readonly clock: Clock
  readonly log: Log
}

/** Saved commands over the real file, and what was wrong with that. */
export async function createRealCommands(
  deps: RealCommandsDeps,
): Promise<{ readonly commands: SavedCommands; readonly commandProblems: readonly Problem[] }> {
  const store = createCommandsStore(deps)
  const { kept, problems } = await store.load()
  const commands = createSavedCommands({ clock: deps.clock, store, kept, newId: randomUUID })
  return { commands, commandProblems: problems }
}
