import { DescribeSessionsCommand, SSMClient, type SessionFilter } from '@aws-sdk/client-ssm'
import type { Result } from '#contract/result.ts'
import { fail } from '#domain/result.ts'
import type { SessionPlace } from '../../app/ports.ts'
import type { EcsDeps } from './ecs-deps.ts'

/** Sessions that the agent in a container takes at a time (`docs/reference/aws-services.md`). */
export const mostSessions = 2
/** Sessions of one page; the service's limit. */
const pageSize = 200

/**
 * How many sessions targets have, by their ids; null when that may not be asked. `targetId`: of this one alone. The first page has to do: who
 * has more than two hundred sessions open in an account learns at the start which target is full.
 */
export async function openSessions(
  deps: EcsDeps,
  place: SessionPlace,
  targetId?: string,
): Promise<ReadonlyMap<string, number> | null> {
  const filters: SessionFilter[] = targetId === undefined ? [] : [{ key: 'Target', value: targetId }]
  const answer = await deps.call(place, {
    operation: 'DescribeSessions',
    names: {},
    ask: (credentials) =>
      new SSMClient({ ...deps.http.options('SSM', place.region), credentials }).send(
        new DescribeSessionsCommand({
          State: 'Active',
          MaxResults: pageSize,
          ...(filters.length === 0 ? {} : { Filters: filters }),
        }),
      ),
  })
  if (!answer.ok) return null
  const counts = new Map<string, number>()
  for (const { Target = '' } of answer.value.Sessions ?? []) counts.set(Target, (counts.get(Target) ?? 0) + 1)
  return counts
}

/**
 * What a start in a container came to. Its agent ran a moment ago, and one that takes no more sessions is refused in the same words as one
 * that went: EXEC_SESSIONS_FULL where as many are open as it takes.
 */
export async function orFull<T>(
  deps: EcsDeps,
  place: SessionPlace,
  targetId: string,
  started: Result<T>,
): Promise<Result<T>> {
  if (started.ok || started.error.code !== 'EXEC_AGENT_NOT_RUNNING') return started
  const open = (await openSessions(deps, place, targetId))?.get(targetId) ?? 0
  if (open < mostSessions) return started
  const { cluster, task, container, aws } = started.error.details
  return fail('EXEC_SESSIONS_FULL', { cluster, task, container, open, aws })
}
