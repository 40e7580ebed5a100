import type { Problem } from '#contract/problem.ts'
import { refusesOtherHosts } from '#domain/problem/refused-action.ts'
import { sessionDocument } from '#domain/session-document.ts'
import type { StartPurpose, StartRequest } from '../../app/ports.ts'
import { compareVersions } from '../plugin-locator/version-rules.ts'

/** The first agent that forwards to other hosts (`docs/reference/aws-services.md`). */
const firstWithOtherHosts = '3.1.1374.0'

/**
 * The same connection as one to a port of the node itself, where the endpoint is on the node though it is called by an address or a name;
 * null where it is not, or somebody chose the way.
 */
export function throughOwnPort({ purpose, node }: Pick<StartRequest, 'purpose' | 'node'>): StartPurpose | null {
  if (purpose.for !== 'forward' || purpose.document !== undefined || purpose.relayPort !== undefined) return null
  if (sessionDocument(purpose) === sessionDocument({ ...purpose, relayPort: purpose.endpoint.port })) return null
  const host = bare(purpose.endpoint.host)
  const isOwn = (node?.ownNames ?? []).some((name) => bare(name) === host)
  return isOwn ? { ...purpose, relayPort: purpose.endpoint.port } : null
}

/** True where an agent is known to forward to no other host. */
export function isBeforeOtherHosts(agentVersion: string | null | undefined): boolean {
  if (agentVersion === null || agentVersion === undefined || agentVersion === '') return false
  return compareVersions(agentVersion, firstWithOtherHosts) < 0
}

/** Whether it is the way to other hosts that was refused. */
export function isRefusedToOtherHosts(problem: Problem): boolean {
  return problem.code === 'ACCESS_DENIED' && refusesOtherHosts(problem.details)
}

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, '')
