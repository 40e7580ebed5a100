import type { Opening } from '../kinds/opening.ts'
import { readPostgresqlMessage } from './postgresql-message.ts'

/**
 * True where all that a client said, and nothing was answered to, may be said once more to another connection: nothing can have run.
 * PostgreSQL before anything but one opening message, which the server answers before it hears more; not a request to cancel, which is
 * carried out without an answer. MySQL before the greeting. Of others nobody knows.
 */
export function isRepeatable(opening: Opening, said: Uint8Array): boolean {
  if (opening.firstWord === 'server') return said.length === 0
  if (opening.firstWord !== 'client' || opening.says !== 'postgresql-message') return false
  if (said.length === 0) return true
  const message = readPostgresqlMessage(said)
  return message !== null && message !== 'more' && message.type !== 'cancel-request' && message.length === said.length
}
