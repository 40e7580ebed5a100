import { EC2Client } from '@aws-sdk/client-ec2'
import { ECSClient } from '@aws-sdk/client-ecs'
import { SSMClient } from '@aws-sdk/client-ssm'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { TargetPlace } from '#contract/targets.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { RenewableCredentials } from '../../app/identity/ports.ts'
import type { FoundTargets, TargetInventory } from '../../app/ports.ts'
import { allInstances } from '../ec2/instances.ts'
import { runningContainers } from '../ecs/containers.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { allNodes } from '../ssm/managed-nodes.ts'
import { createPlaceCalls, type AwsKeys, type CallAtPlace } from '../ssm/place-calls.ts'
import { containerViews, nodeViews } from './target-views.ts'

/** What the inventory needs. */
export interface TargetInventoryDeps {
  readonly clock: Clock
  readonly http: AwsHttp
  readonly credentials: RenewableCredentials
}

/** {@link TargetInventory} over Systems Manager, EC2 and ECS: three questions at once, each of which may be refused alone. */
export function createTargetInventory(deps: TargetInventoryDeps): TargetInventory {
  const call = createPlaceCalls(deps)
  return { read: (place, signal) => read(call, deps.http, place, signal) }
}

async function read(call: CallAtPlace, http: AwsHttp, place: TargetPlace, signal: AbortSignal): Promise<FoundTargets> {
  const { region } = place
  const ask = <T>(operation: string, question: (credentials: AwsKeys) => Promise<T>): Promise<Result<T>> =>
    call(place, { operation, names: {}, ask: question })
  const [nodes, instances, containers] = await Promise.all([
    ask('DescribeInstanceInformation', (credentials) =>
      allNodes(new SSMClient({ ...http.options('SSM', region), credentials }), signal),
    ),
    ask('DescribeInstances', (credentials) =>
      allInstances(new EC2Client({ ...http.options('EC2', region), credentials }), signal),
    ),
    ask('ListClusters', (credentials) =>
      runningContainers(new ECSClient({ ...http.options('ECS', region), credentials }), signal),
    ),
  ])
  return {
    targets: [
      ...nodeViews(nodes.ok ? nodes.value : null, instances.ok ? instances.value : []),
      ...(containers.ok ? containerViews(containers.value) : []),
    ],
    problems: distinct([nodes, instances, containers]),
  }
}

/** What stood in the way: a sign-in that ended is said once, not three times. */
function distinct(answers: readonly Result<unknown>[]): readonly Problem[] {
  const problems = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]))
  const seen = new Set<string>()
  return problems.filter((problem) => {
    const key = problem.code === 'ACCESS_DENIED' ? JSON.stringify(problem) : problem.code
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
