import type { Ec2Instance } from '../ec2/instances.ts'
import { compareVersions } from '../plugin-locator/version-rules.ts'
import type { ManagedNode } from './managed-nodes.ts'

/** One node, from both inventories; either may know nothing of it. */
export interface FoundNode {
  readonly id: string
  readonly instance: Ec2Instance | null
  readonly node: ManagedNode | null
}

/** Online first, then the newest agent, then by id, so that equal nodes are chosen alike every time. */
export function bestFirst(left: FoundNode, right: FoundNode): number {
  const online = Number(isOnline(right)) - Number(isOnline(left))
  if (online !== 0) return online
  const agent = compareVersions(right.node?.agentVersion ?? '0', left.node?.agentVersion ?? '0')
  return agent !== 0 ? agent : left.id.localeCompare(right.id)
}

/** The same order, but for those that somebody wants to avoid: they come last of the online ones, the longest avoided first. */
export function avoidedLast(nodes: readonly FoundNode[], avoided: readonly string[]): readonly FoundNode[] {
  const place = (node: FoundNode): number => (isOnline(node) ? avoided.indexOf(node.id) : avoided.length)
  return nodes.toSorted((left, right) => place(left) - place(right))
}

/** The private addresses and names that a node has itself. */
export function ownNamesOf({ instance, node }: FoundNode): readonly string[] {
  const names = [instance?.address, instance?.dnsName, node?.address, node?.computerName]
  return names.flatMap((name) => name || [])
}

/** EC2 knows first that an instance stopped; the agent's last ping says Online for minutes after. */
export function isOnline({ instance, node }: FoundNode): boolean {
  const running = instance === null || instance.state === 'running'
  return running && node !== null && node.online
}
