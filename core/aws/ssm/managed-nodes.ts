import {
  DescribeInstanceInformationCommand,
  type InstanceInformation,
  type InstanceInformationStringFilter,
  type SSMClient,
} from '@aws-sdk/client-ssm'

/** Nodes per page; the service's limit. */
const pageSize = 50
/** Values of one filter; the service's limit. */
const filterSize = 100

/** What the inventory of managed nodes tells of one. */
export interface ManagedNode {
  readonly id: string
  readonly online: boolean
  readonly ping: string
  /** Epoch ms of the last ping. */
  readonly lastPingAt: number | null
  readonly agentVersion: string | null
  readonly computerName: string | null
  /** What a hybrid node was activated as; EC2 names its own. */
  readonly name: string | null
  /** `Amazon Linux 2023`. */
  readonly platform: string | null
  readonly system: 'linux' | 'windows' | 'macos' | null
  readonly address: string | null
}

/** Nodes with these ids; stopped and unknown ones are left out. */
export async function nodesById(client: SSMClient, ids: readonly string[]): Promise<readonly ManagedNode[]> {
  const found: ManagedNode[] = []
  for (let start = 0; start < ids.length; start += filterSize) {
    const values = ids.slice(start, start + filterSize)
    found.push(...(await describe(client, [{ Key: 'InstanceIds', Values: [...values] }])))
  }
  return found
}

/** Nodes that carry every tag. Tag filters may not be mixed with others, but with each other. */
export function nodesByTags(
  client: SSMClient,
  tags: readonly { readonly key: string; readonly value: string }[],
): Promise<readonly ManagedNode[]> {
  return describe(
    client,
    tags.map(({ key, value }) => ({ Key: `tag:${key}`, Values: [value] })),
  )
}

/** Nodes that report this address or this name of their own; the service has no filter for either, so all are read. */
export async function nodesByAddress(client: SSMClient, address: string): Promise<readonly ManagedNode[]> {
  const wanted = address.toLowerCase()
  const nodes = await describe(client, [])
  return nodes.filter((node) => node.address === address || node.computerName?.toLowerCase() === wanted)
}

/** Every node that Systems Manager knows of in the account and region. */
export function allNodes(client: SSMClient, signal: AbortSignal): Promise<readonly ManagedNode[]> {
  return describe(client, [], signal)
}

async function describe(
  client: SSMClient,
  filters: InstanceInformationStringFilter[],
  signal?: AbortSignal,
): Promise<readonly ManagedNode[]> {
  const nodes: ManagedNode[] = []
  let next: string | undefined
  do {
    const page = await client.send(
      new DescribeInstanceInformationCommand({
        ...(filters.length === 0 ? {} : { Filters: filters }),
        MaxResults: pageSize,
        ...(next === undefined ? {} : { NextToken: next }),
      }),
      signal === undefined ? {} : { abortSignal: signal },
    )
    nodes.push(...(page.InstanceInformationList ?? []).flatMap(readNode))
    next = page.NextToken || undefined
  } while (next !== undefined)
  return nodes
}

const systems: Readonly<Record<string, ManagedNode['system']>> = { Linux: 'linux', Windows: 'windows', MacOS: 'macos' }

function readNode(info: InstanceInformation): readonly ManagedNode[] {
  if (!info.InstanceId) return []
  return [
    {
      id: info.InstanceId,
      online: info.PingStatus === 'Online',
      ping: info.PingStatus ?? 'unknown',
      lastPingAt: info.LastPingDateTime?.getTime() ?? null,
      agentVersion: info.AgentVersion ?? null,
      computerName: info.ComputerName ?? null,
      name: info.Name || null,
      platform: [info.PlatformName, info.PlatformVersion].filter(Boolean).join(' ') || null,
      system: systems[info.PlatformType ?? ''] ?? null,
      address: info.IPAddress || null,
    },
  ]
}
