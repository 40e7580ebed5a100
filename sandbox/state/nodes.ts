import type { ContainerTask, ManagedNode, NodeConnection, World } from '../world/types.ts'
import { taskTarget } from '../world/containers.ts'
import { createBoots } from './boots.ts'
import type { SandboxClock } from './clock.ts'

/** A node with its present connection. */
export interface NodeView extends ManagedNode {
  /** Epoch ms of the agent's last ping. */
  readonly lastPingAt: number
}

/** A container with what its task and its exec agent are doing now. */
export interface ContainerView extends ContainerTask {
  readonly running: boolean
}

/** Something StartSession can name as its target. */
export interface SessionTarget {
  readonly id: string
  readonly kind: 'instance' | 'managed-instance' | 'task'
  readonly accountId: string
  readonly region: string
  readonly vpcId: string
  readonly agentVersion: string
  readonly connected: boolean
  /** ARN that permissions name. */
  readonly arn: string
}

export interface NodeRegistry {
  list(accountId: string, region: string): readonly NodeView[]
  containers(accountId: string, region: string): readonly ContainerView[]
  target(targetId: string): SessionTarget | null
  /** False when there is no such node or container. A container that is lost has an agent that stopped; others than these two ended. */
  setConnection(targetId: string, connection: NodeConnection): boolean
  /** Starts a stopped instance: it is pending, then runs, then its agent comes. False when it is not stopped. */
  start(nodeId: string): boolean
  reset(): void
}

export function createNodeRegistry(world: World, clock: SandboxClock): NodeRegistry {
  const connections = new Map<string, NodeConnection>()
  const boots = createBoots(clock)
  const lostAt = new Map<string, number>()
  const startedAt = clock.now()
  const taskById = new Map(world.tasks.map((task) => [taskTarget(task), task]))
  const nodeById = new Map(world.nodes.map((node) => [node.id, node]))

  const view = (node: ManagedNode): NodeView => {
    const connection = boots.of(node.id) ?? connections.get(node.id) ?? node.connection
    const freshest = clock.now() - Math.min(node.lastPingMinutes, 4) * 60_000
    const lost = lostAt.get(node.id) ?? startedAt - node.lastPingMinutes * 60_000
    return { ...node, connection, lastPingAt: connection === 'online' ? freshest : lost }
  }
  const containerView = (task: ContainerTask): ContainerView => containerWith(task, connections.get(taskTarget(task)))
  return {
    containers: (accountId, region) => world.tasks.filter(isAt(accountId, region)).map(containerView),
    list: (accountId, region) => world.nodes.filter(isAt(accountId, region)).map(view),
    target(targetId) {
      const [task, node] = [taskById.get(targetId), nodeById.get(targetId)]
      if (task !== undefined) return containerTarget(targetId, containerView(task))
      return node === undefined ? null : nodeTarget(view(node))
    },
    setConnection(targetId, connection) {
      if (!nodeById.has(targetId) && !taskById.has(targetId)) return false
      boots.forget(targetId)
      connections.set(targetId, connection)
      lostAt.set(targetId, clock.now())
      return true
    },
    start(nodeId) {
      const node = nodeById.get(nodeId)
      const isStopped = node !== undefined && view(node).connection === 'stopped'
      if (isStopped) boots.begin(nodeId)
      return isStopped
    },
    reset: () => [boots, connections, lostAt].forEach((each) => each.clear()),
  }
}

/** In an account and a region. */
function isAt(accountId: string, region: string) {
  return (one: { readonly accountId: string; readonly region: string }): boolean =>
    one.accountId === accountId && one.region === region
}

function nodeTarget(node: NodeView): SessionTarget {
  const hybrid = node.id.startsWith('mi-')
  const { id, accountId, region, vpcId, agentVersion } = node
  const arn = hybrid
    ? `arn:aws:ssm:${region}:${accountId}:managed-instance/${id}`
    : `arn:aws:ec2:${region}:${accountId}:instance/${id}`
  const kind = hybrid ? 'managed-instance' : 'instance'
  return { id, kind, accountId, region, vpcId, agentVersion, connected: node.connection === 'online', arn }
}

/** A container with what a fault made of it; undefined = nothing. */
function containerWith(task: ContainerTask, connection: NodeConnection | undefined): ContainerView {
  const running = connection === undefined || connection === 'online' || connection === 'lost'
  if (connection === undefined || task.execAgent === null) return { ...task, running }
  return { ...task, running, execAgent: connection === 'online' ? 'RUNNING' : 'STOPPED' }
}

function containerTarget(id: string, container: ContainerView): SessionTarget {
  const { accountId, region, cluster, taskId, running, execAgent } = container
  const arn = `arn:aws:ecs:${region}:${accountId}:task/${cluster}/${taskId}`
  return { ...container, id, kind: 'task', connected: running && execAgent === 'RUNNING', arn }
}
