import type { TunnelDraft } from '#contract/tunnel.ts'
import { kinds } from '../kinds/kinds.ts'
import type { ConnectionString } from './connection-string.ts'

/** What to paste into clients, by kind of database. No string holds a password. */
export function connectionStringsOf(tunnel: TunnelDraft): readonly ConnectionString[] {
  return kinds[tunnel.definition.kind].strings(tunnel)
}
