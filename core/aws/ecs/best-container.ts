import type { Result } from '#contract/result.ts'
import { fail, ok } from '#domain/result.ts'
import { compareVersions } from '../plugin-locator/version-rules.ts'
import type { EcsContainer } from './containers.ts'
import { containerTargetId } from './container-target.ts'
import { mostSessions } from './exec-sessions.ts'

/** A container that a session can be started on now. */
export interface OpenContainer extends EcsContainer {
  readonly runtimeId: string
  /** What Systems Manager calls it. */
  readonly id: string
  /** Sessions that are open in it; null where that is not known. */
  readonly sessions: number | null
}

/** The platform of Fargate that brought ECS Exec (Amazon ECS Developer Guide, "Monitor Amazon ECS containers with ECS Exec"). */
const firstFargateWithExec = '1.4.0'

/**
 * The containers of one name that a session can be started on, the freest first, or why there is none: the reason of the one that is
 * nearest to it. `sessions`: how many are open, by what Systems Manager calls a container; null where that may not be asked.
 */
export function openContainers(
  containers: readonly EcsContainer[],
  sessions: ReadonlyMap<string, number> | null,
): Result<readonly OpenContainer[]> {
  const ready = containers.filter(isReady).map((container): OpenContainer => {
    const id = containerTargetId(container)
    return { ...container, id, sessions: sessions === null ? null : (sessions.get(id) ?? 0) }
  })
  const free = ready.filter((container) => (container.sessions ?? 0) < mostSessions)
  if (free.length > 0) return ok(free.toSorted(freestFirst))
  const [full] = ready
  if (full !== undefined) return fail('EXEC_SESSIONS_FULL', { ...namesOf(full), open: full.sessions ?? mostSessions })
  return whyClosed(containers)
}

function isReady(container: EcsContainer): container is EcsContainer & { readonly runtimeId: string } {
  return container.exec === 'on' && container.agent === 'RUNNING' && container.runtimeId !== null
}

/** By id where all is equal, so that equal containers are chosen alike every time. */
function freestFirst(left: OpenContainer, right: OpenContainer): number {
  return (left.sessions ?? 0) - (right.sessions ?? 0) || left.id.localeCompare(right.id)
}

/** An agent that comes up is nearer than exec that is off; both are nearer than a platform without it. */
function whyClosed(containers: readonly EcsContainer[]): Result<never> {
  const withExec = containers.find(({ exec }) => exec === 'on')
  if (withExec !== undefined) {
    return fail('EXEC_AGENT_NOT_RUNNING', { ...namesOf(withExec), reason: withExec.agentReason ?? undefined })
  }
  const capable = containers.find((container) => !isTooOld(container))
  if (capable !== undefined) return fail('EXEC_NOT_ENABLED', namesOf(capable))
  const [old] = containers
  if (old === undefined) throw new Error('there is a container to tell of')
  return fail('EXEC_UNSUPPORTED', { ...namesOf(old), platform: old.platform })
}

/** The task runs where ECS Exec does not exist. */
export function isTooOld({ fargate }: Pick<EcsContainer, 'fargate'>): boolean {
  return fargate !== null && /^\d/.test(fargate) && compareVersions(fargate, firstFargateWithExec) < 0
}

const namesOf = ({ cluster, task, container }: EcsContainer) => ({ cluster, task, container })
