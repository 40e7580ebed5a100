import { ECSClient } from '@aws-sdk/client-ecs'
import type { Result } from '#contract/result.ts'
import { fail, ok } from '#domain/result.ts'
import type { ContainerTarget, ResolvedTarget, SessionPlace } from '../../app/ports.ts'
import { isTooOld } from './best-container.ts'
import { containerTargetId } from './container-target.ts'
import { describeTasks, type EcsContainer } from './containers.ts'
import type { EcsDeps } from './ecs-deps.ts'
import { containerErrors, namesOf } from './ecs-errors.ts'

/**
 * Looks at a container before a session is started in it: ECS has one error for exec that is off and for an agent that does not
 * run, and tells here which of them it is. Who may not look is not kept from starting.
 */
export async function resolveContainer(
  deps: EcsDeps,
  place: SessionPlace,
  target: ContainerTarget,
): Promise<Result<ResolvedTarget>> {
  const described = await describe(deps, place, target)
  if (!described.ok) return described.error.code === 'ACCESS_DENIED' ? ok(resolvedTo(target, null)) : described
  const found = described.value.find(({ container }) => container === target.container)
  if (found === undefined) return fail('CONTAINER_NOT_RUNNING', namesOf(target))
  if (found.exec === 'off' && isTooOld(found))
    return fail('EXEC_UNSUPPORTED', { ...namesOf(target), platform: found.platform })
  if (found.exec === 'off') return fail('EXEC_NOT_ENABLED', namesOf(target))
  if (found.agent !== 'RUNNING') {
    return fail('EXEC_AGENT_NOT_RUNNING', { ...namesOf(target), reason: found.agentReason ?? undefined })
  }
  return ok(resolvedTo(target, found))
}

function describe({ call, http }: EcsDeps, place: SessionPlace, target: ContainerTarget) {
  return call(place, {
    operation: 'DescribeTasks',
    names: containerErrors(target),
    ask: (credentials) =>
      describeTasks(new ECSClient({ ...http.options('ECS', place.region), credentials }), target.cluster, [
        target.task,
      ]),
  })
}

function resolvedTo(target: ContainerTarget, found: EcsContainer | null): ResolvedTarget {
  const runtimeId = found?.runtimeId ?? target.container
  return {
    id: containerTargetId({ ...target, runtimeId }),
    name: found?.service ?? null,
    online: true,
    agentVersion: null,
    zone: found?.zone ?? null,
    vpc: null,
    matches: 1,
    othersOnline: 0,
  }
}
