import { savedCommand } from '#contract/saved-commands.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { CommandsStore } from '../app/commands/saved-commands.ts'
import type { Log } from '../app/ports.ts'
import { createKeptDocument, goodEntries } from './kept-document.ts'

interface CommandsStoreOptions {
  /** `commands.json`, absolute. */
  readonly path: string
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

/** Saved commands in one JSON file (0600). */
export function createCommandsStore(options: CommandsStoreOptions): CommandsStore {
  return createKeptDocument({
    ...options,
    format: { version: 1, migrations: {} },
    nothing: { commands: [] },
    read: (document) => ({ commands: goodEntries(document['commands'], savedCommand) }),
  })
}
