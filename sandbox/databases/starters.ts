import type { DatabaseEngine } from '../world/types.ts'
import type { StartDatabase } from './databases.ts'

/** How each engine is started on this computer. */
export const createStarters = (
  _engines: readonly DatabaseEngine[],
): Readonly<Partial<Record<DatabaseEngine, StartDatabase>>> => ({})
