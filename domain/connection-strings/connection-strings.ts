import type { TunnelDraft } from '#contract/tunnel.ts'
import { kinds } from '../kinds/kinds.ts'
import { awsCliCommand } from './aws-cli.ts'
import type { ConnectionString } from './connection-string.ts'

/**
 * What to paste into clients, by kind of database; the equivalent AWS CLI command is the last.
 * No string holds a password. `targetId` is the managed node of the last session, when one is known.
 */
export function connectionStringsOf(tunnel: TunnelDraft, targetId: string | null): ConnectionString[] {
  const strings = kinds[tunnel.definition.kind].strings(tunnel)
  return [...strings, { id: 'aws-cli', value: awsCliCommand(tunnel, targetId) }]
}
