import { ECSClient } from '@aws-sdk/client-ecs'
import type { Result } from '#contract/result.ts'
import { fail, ok } from '#domain/result.ts'
import type { ContainerTarget, ResolvedTarget, SessionPlace } from '../../app/ports.ts'
import type { AwsHttp } from '../http/client-http.ts'
import type { CallAtPlace } from '../ssm/place-calls.ts'
import { describeTasks, type EcsContainer } from './containers.ts'
import { containerErrors, namesOf } from './ecs-errors.ts'

/** What calls of ECS need. */
export interface EcsDeps {
  readonly call: CallAtPlace
  readonly http: AwsHttp
}

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

/** `ecs:<cluster>_<task>_<runtime id>` is what Systems Manager calls a container; see `docs/reference/aws-services.md`. */
function resolvedTo(target: ContainerTarget, found: EcsContainer | null): ResolvedTarget {
  const runtimeId = found?.runtimeId ?? target.container
  return {
    id: `ecs:${lastPart(target.cluster)}_${lastPart(target.task)}_${runtimeId}`,
    name: found?.service ?? null,
    online: true,
    agentVersion: null,
    zone: null,
    vpc: null,
    matches: 1,
    othersOnline: 0,
  }
}

const lastPart = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1)
