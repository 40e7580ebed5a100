import type { SavedCommands } from '#core/app/commands/saved-commands.ts'
import type { NodeAccess } from '#core/app/node-access-ports.ts'
import type { ServiceInventory, SessionDocuments } from '#core/app/ports.ts'
import { createCommandHandlers } from './command-handlers.ts'
import { createDocumentHandlers } from './document-handlers.ts'
import { createNodeAccessHandlers } from './node-access-handlers.ts'
import { createServiceHandlers } from './service-handlers.ts'

interface Reached {
  readonly commands: SavedCommands
  readonly documents: SessionDocuments
  readonly services: ServiceInventory
  readonly access: NodeAccess
}

/** What a window may ask about what can be reached beside the list of targets, and how. */
export function createReachHandlers({ commands, documents, services, access }: Reached) {
  return {
    ...createCommandHandlers(commands),
    ...createDocumentHandlers(documents),
    ...createServiceHandlers(services),
    ...createNodeAccessHandlers(access),
  }
}
