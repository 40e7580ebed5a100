import { ECSClient } from '@aws-sdk/client-ecs'
import type { Result } from '#contract/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fail, ok } from '#domain/result.ts'
import type { ResolvedTarget, ServiceTarget, SessionPlace } from '../../app/ports.ts'
import { openContainers, type OpenContainer } from './best-container.ts'
import type { EcsContainer } from './containers.ts'
import { openSessions } from './exec-sessions.ts'
import type { EcsDeps } from './ecs-deps.ts'
import { containersOfService } from './service-containers.ts'

/**
 * The containers of a service's running tasks that a session can be started on, the freest first. TASK_NOT_FOUND where there is none of
 * that name; EXEC_NOT_ENABLED, EXEC_UNSUPPORTED, EXEC_AGENT_NOT_RUNNING or EXEC_SESSIONS_FULL where none will do.
 */
export async function findContainers(
  deps: EcsDeps,
  place: SessionPlace,
  rule: ServiceTarget,
): Promise<Result<readonly OpenContainer[]>> {
  const [described, sessions] = await Promise.all([containersAt(deps, place, rule), openSessions(deps, place)])
  if (!described.ok) return described
  const named = described.value.filter(({ container }) => container === rule.container)
  if (named.length > 0) return openContainers(named, sessions)
  const containers = [...new Set(described.value.map(({ container }) => container))]
  const about = { cluster: rule.cluster, service: rule.service, container: rule.container, region: place.region }
  return containers.length === 0
    ? fail('TASK_NOT_FOUND', { ...about, missing: 'task' })
    : fail('TASK_NOT_FOUND', { ...about, missing: 'container', containers })
}

/** Picks the container to connect to, or says what is wrong with the best that there is. `avoided`: those that come last. */
export async function resolveService(
  deps: EcsDeps,
  place: SessionPlace,
  rule: ServiceTarget,
  avoided: readonly string[],
): Promise<Result<ResolvedTarget>> {
  const found = await findContainers(deps, place, rule)
  if (!found.ok) return found
  const [best] = found.value.toSorted((left, right) => avoided.indexOf(left.id) - avoided.indexOf(right.id))
  if (best === undefined) throw new Error('what is found has a first one')
  return ok({ ...containerMatch(best), matches: found.value.length, othersOnline: found.value.length - 1 })
}

/** The facts of a container that windows show. */
export function containerMatch({ id, service, container, zone }: OpenContainer) {
  return { id, name: `${service}/${container}`, online: true, agentVersion: null, zone, vpc: null }
}

function containersAt(
  { call, http }: EcsDeps,
  place: SessionPlace,
  rule: ServiceTarget,
): Promise<Result<readonly EcsContainer[]>> {
  const { cluster, service, container } = rule
  return call(place, {
    operation: 'ListTasks',
    names: {
      ClusterNotFoundException: (aws) =>
        problemOf('TASK_NOT_FOUND', { cluster, service, container, region: place.region, missing: 'cluster', aws }),
    },
    ask: (credentials) =>
      containersOfService(new ECSClient({ ...http.options('ECS', place.region), credentials }), rule),
  })
}
