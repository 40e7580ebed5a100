import type { ContainerView } from '../../state/nodes.ts'
import { fail, type Outcome } from '../../wire/exchange.ts'
import type { ServiceContext, SignedCall } from '../service.ts'

/** Where a call looks: the caller's account, in the region that it was signed for. */
interface Place {
  readonly accountId: string
  readonly region: string
}

export const placeOf = ({ caller }: SignedCall): Place => ({
  accountId: caller.identity.accountId,
  region: caller.region,
})

const prefix = ({ accountId, region }: Place): string => `arn:aws:ecs:${region}:${accountId}:`

export const clusterArn = (place: Place, name: string): string => `${prefix(place)}cluster/${name}`
export const taskArn = (task: ContainerView): string => `${prefix(task)}task/${task.cluster}/${task.taskId}`
export const serviceArn = (task: ContainerView): string => `${prefix(task)}service/${task.cluster}/${task.service}`
export const familyOf = (task: ContainerView): string => `${task.cluster}-${task.service}`
export const taskDefinitionArn = (task: ContainerView): string => `${prefix(task)}task-definition/${familyOf(task)}:7`
/** Fargate's containers have no instance; the id is the runtime's own. */
export const containerArn = (task: ContainerView): string =>
  `${prefix(task)}container/${task.cluster}/${task.taskId}/${task.runtimeId.slice(-10)}`

/** Short names and ARNs are the same to ECS. */
export const lastPart = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1)

/** The containers of one cluster (`default` without a name), or ClusterNotFoundException. */
export function inCluster(
  { nodes }: ServiceContext,
  call: SignedCall,
  cluster: string | null | undefined,
): readonly ContainerView[] | Outcome {
  const place = placeOf(call)
  const name = lastPart(cluster ?? 'default')
  const found = nodes.containers(place.accountId, place.region).filter((task) => task.cluster === name)
  return found.length === 0 ? fail('ClusterNotFoundException', 'Cluster not found.') : found
}

/** One entry of an answer's `failures`. */
export const missing = (arn: string): object => ({ arn, reason: 'MISSING' })

/** Names in the order in which they come, each once. */
export const unique = (names: readonly string[]): readonly string[] => [...new Set(names)]
