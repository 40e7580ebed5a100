import { EC2Client } from '@aws-sdk/client-ec2'
import { SSMClient } from '@aws-sdk/client-ssm'
import { ok } from '#domain/result.ts'
import { tagsOf } from '#domain/tunnel-text/target-rule.ts'
import type { Result } from '#contract/result.ts'
import type { TargetRule } from '#contract/tunnel.ts'
import type { SessionPlace } from '../../app/ports.ts'
import { instancesByAddress, instancesById, instancesByTags, type Ec2Instance } from '../ec2/instances.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { bestFirst, type FoundNode } from './found-node.ts'
import { nodesByAddress, nodesById, nodesByTags, type ManagedNode } from './managed-nodes.ts'
import type { CallAtPlace } from './place-calls.ts'
import { ssmErrors } from './ssm-errors.ts'

/** A rule that finds managed nodes; containers are found by ECS. */
export type NodeRule = Exclude<TargetRule, { by: 'ecs' }>

export interface FindNodesDeps {
  readonly call: CallAtPlace
  readonly http: AwsHttp
  /** Searches under way, by place and rule: whoever wants the same nodes at the same time gets the same answer. */
  readonly searches: Map<string, Promise<Result<readonly FoundNode[]>>>
}

/** Finds the nodes that a rule means, best first; one search for all who ask while it lasts. */
export function findNodes(
  deps: FindNodesDeps,
  place: SessionPlace,
  rule: NodeRule,
): Promise<Result<readonly FoundNode[]>> {
  const key = JSON.stringify([place, rule])
  const running = deps.searches.get(key)
  if (running !== undefined) return running
  const search = searchNodes(deps, place, rule).finally(() => deps.searches.delete(key))
  deps.searches.set(key, search)
  return search
}

async function searchNodes(
  deps: FindNodesDeps,
  place: SessionPlace,
  rule: NodeRule,
): Promise<Result<readonly FoundNode[]>> {
  const found = await findBy(deps, place, rule)
  return found.ok ? ok([...found.value].sort(bestFirst)) : found
}

function findBy(deps: FindNodesDeps, place: SessionPlace, rule: NodeRule): Promise<Result<readonly FoundNode[]>> {
  if (rule.by === 'id') return findById(deps, place, rule.id)
  if (rule.by === 'address') return findByAddress(deps, place, rule.address)
  return findByTags(deps, place, tagsOf(rule) ?? [])
}

async function findById(deps: FindNodesDeps, place: SessionPlace, id: string): Promise<Result<readonly FoundNode[]>> {
  const hybrid = id.startsWith('mi-')
  const [nodes, instances] = await Promise.all([
    inventory(deps, place, (client) => nodesById(client, [id])),
    hybrid ? ok([]) : ec2(deps, place, (client) => instancesById(client, [id])),
  ])
  const unknownNode = !nodes.ok && nodes.error.code === 'TARGET_NOT_FOUND'
  // Either inventory alone is enough to go on; both denied is not.
  if (!nodes.ok && !unknownNode && (hybrid || !instances.ok)) return nodes
  return ok(join(nodes.ok ? nodes.value : [], instances.ok ? instances.value : []))
}

async function findByTags(
  deps: FindNodesDeps,
  place: SessionPlace,
  tags: NonNullable<ReturnType<typeof tagsOf>>,
): Promise<Result<readonly FoundNode[]>> {
  const [byTag, instances] = await Promise.all([
    inventory(deps, place, (client) => nodesByTags(client, tags)),
    ec2(deps, place, (client) => instancesByTags(client, tags)),
  ])
  if (!byTag.ok && !instances.ok) return instances
  const instanceList = instances.ok ? instances.value : []
  const known = new Set((byTag.ok ? byTag.value : []).map(({ id }) => id))
  const missing = instanceList.map(({ id }) => id).filter((id) => !known.has(id))
  const rest = missing.length === 0 ? ok([]) : await inventory(deps, place, (client) => nodesById(client, missing))
  if (!byTag.ok && !rest.ok) return rest
  return ok(join([...(byTag.ok ? byTag.value : []), ...(rest.ok ? rest.value : [])], instanceList))
}

/** EC2 answers for one address; only where it knows none, or may not be asked, the whole inventory is read: it has hybrid nodes, too. */
async function findByAddress(
  deps: FindNodesDeps,
  place: SessionPlace,
  address: string,
): Promise<Result<readonly FoundNode[]>> {
  const instances = await ec2(deps, place, (client) => instancesByAddress(client, address.toLowerCase()))
  const known = instances.ok ? instances.value : []
  const ids = known.map(({ id }) => id)
  const nodes = await inventory(deps, place, (client) =>
    ids.length === 0 ? nodesByAddress(client, address) : nodesById(client, ids),
  )
  if (nodes.ok) return ok(join(nodes.value, known))
  // A node that the inventory has never heard of is told as such; a question that was refused is not.
  if (nodes.error.code === 'TARGET_NOT_FOUND') return ok(join([], known))
  return instances.ok ? nodes : instances
}

function inventory<T>(
  deps: FindNodesDeps,
  place: SessionPlace,
  ask: (client: SSMClient) => Promise<T>,
): Promise<Result<T>> {
  return deps.call(place, {
    operation: 'DescribeInstanceInformation',
    names: ssmErrors(),
    ask: (credentials) => ask(new SSMClient({ ...deps.http.options('SSM', place.region), credentials })),
  })
}

function ec2<T>(deps: FindNodesDeps, place: SessionPlace, ask: (client: EC2Client) => Promise<T>): Promise<Result<T>> {
  return deps.call(place, {
    operation: 'DescribeInstances',
    names: ssmErrors(),
    ask: (credentials) => ask(new EC2Client({ ...deps.http.options('EC2', place.region), credentials })),
  })
}

function join(nodes: readonly ManagedNode[], instances: readonly Ec2Instance[]): readonly FoundNode[] {
  const ids = new Set([...instances, ...nodes].map(({ id }) => id))
  return [...ids].map((id) => ({
    id,
    instance: instances.find((instance) => instance.id === id) ?? null,
    node: nodes.find((node) => node.id === id) ?? null,
  }))
}
