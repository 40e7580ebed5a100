import type { TargetState, TargetView } from '#contract/targets.ts'
import { managedNodeId } from '#contract/tunnel.ts'
import type { Ec2Instance } from '../ec2/instances.ts'
import type { EcsContainer } from '../ecs/containers.ts'
import type { ManagedNode } from '../ssm/managed-nodes.ts'

/** As much of a text from a tag or from a program's name is shown. */
const longestText = 200

/** Nodes of both inventories as one list. `nodes`: null when Systems Manager could not be asked, so that nothing is said of agents. */
export function nodeViews(
  nodes: readonly ManagedNode[] | null,
  instances: readonly Ec2Instance[],
): readonly TargetView[] {
  const byId = new Map((nodes ?? []).map((node) => [node.id, node]))
  const instanceById = new Map(instances.map((instance) => [instance.id, instance]))
  const ids = [...new Set([...byId.keys(), ...(nodes === null ? [] : instanceById.keys())])]
  return ids.flatMap((id) => nodeView(id, byId.get(id) ?? null, instanceById.get(id) ?? null))
}

function nodeView(id: string, node: ManagedNode | null, instance: Ec2Instance | null): readonly TargetView[] {
  const parsed = managedNodeId.safeParse(id)
  if (!parsed.success) return []
  return [
    {
      target: { on: 'node', id: parsed.data },
      name: short(instance?.name ?? node?.name ?? node?.computerName ?? id),
      form: id.startsWith('mi-') ? 'hybrid' : 'instance',
      service: null,
      system: node?.system ?? instance?.system ?? null,
      platform: node === null || node.platform === null ? null : short(plainPlatform(node.platform)),
      agentVersion: node?.agentVersion ?? null,
      address: instance?.address ?? node?.address ?? null,
      tags: (instance?.tags ?? []).map(({ key, value }) => ({ key: short(key), value: short(value) })),
      state: nodeState(node, instance),
    },
  ]
}

/** "Microsoft Windows Server 2022 Datacenter 10.0.20348" and "Red Hat Enterprise Linux 9.4" are longer than what they say. */
function plainPlatform(platform: string): string {
  const windows = /Windows Server \d{4}( R2)?/.exec(platform)?.[0]
  return windows ?? platform.replace('Debian GNU/Linux', 'Debian').replace('Red Hat Enterprise Linux', 'RHEL')
}

/** EC2 knows first that an instance stopped; the agent's last ping says Online for minutes after. */
function nodeState(node: ManagedNode | null, instance: Ec2Instance | null): TargetState {
  if (instance !== null && instance.state !== 'running') {
    return { kind: 'closed', why: instance.state === 'pending' ? 'starting' : 'stopped' }
  }
  if (node === null) return { kind: 'closed', why: 'not-registered' }
  return { kind: node.online ? 'online' : 'offline', seenAt: node.lastPingAt }
}

/** Containers of running tasks. */
export function containerViews(containers: readonly EcsContainer[]): readonly TargetView[] {
  return containers.map((found) => ({
    target: { on: 'container', cluster: found.cluster, task: found.task, container: found.container },
    name: short(found.service),
    form: 'container',
    service: short(found.service),
    system: found.system,
    platform: short(found.platform),
    agentVersion: null,
    address: found.address,
    tags: found.tags.map(({ key, value }) => ({ key: short(key), value: short(value) })),
    state: containerState(found),
  }))
}

function containerState({ exec, agent }: EcsContainer): TargetState {
  if (exec === 'off') return { kind: 'closed', why: 'exec-off' }
  return agent === 'RUNNING' ? { kind: 'online', seenAt: null } : { kind: 'closed', why: 'exec-agent' }
}

const short = (text: string): string => text.slice(0, longestText)
