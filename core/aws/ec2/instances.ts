import { DescribeInstancesCommand, type EC2Client, type Filter, type Instance } from '@aws-sdk/client-ec2'
import { addressFilter } from '#domain/tunnel-text/target-rule.ts'

const pageSize = 1_000

/** What EC2 tells of one instance. */
export interface Ec2Instance {
  readonly id: string
  /** `pending`, `running`, `stopping`, `stopped`, `shutting-down`, `terminated`. */
  readonly state: string
  /** Its `Name` tag. */
  readonly name: string | null
  readonly zone: string | null
  readonly vpc: string | null
  readonly address: string | null
  /** Private DNS name. */
  readonly dnsName?: string | null
  readonly system: 'linux' | 'windows'
  /** Without its name. */
  readonly tags: readonly { readonly key: string; readonly value: string }[]
}

/** Instances with these ids; unknown ones are left out, which the filter does and the `InstanceIds` parameter does not. */
export function instancesById(client: EC2Client, ids: readonly string[]): Promise<readonly Ec2Instance[]> {
  return describe(client, [{ Name: 'instance-id', Values: [...ids] }])
}

/** Instances that carry every tag, terminated ones left out. */
export async function instancesByTags(
  client: EC2Client,
  tags: readonly { readonly key: string; readonly value: string }[],
): Promise<readonly Ec2Instance[]> {
  const found = await describe(
    client,
    tags.map(({ key, value }) => ({ Name: `tag:${key}`, Values: [escapeWildcards(value)] })),
  )
  return found.filter(({ state }) => state !== 'terminated' && state !== 'shutting-down')
}

/** Instances with this private IPv4 address, or this private DNS name as EC2 writes it. */
export function instancesByAddress(client: EC2Client, address: string): Promise<readonly Ec2Instance[]> {
  return describe(client, [{ Name: addressFilter(address), Values: [address] }])
}

/** Every instance of the account in the region that is not gone for good. */
export function allInstances(client: EC2Client, signal: AbortSignal): Promise<readonly Ec2Instance[]> {
  const alive = ['pending', 'running', 'stopping', 'stopped']
  return describe(client, [{ Name: 'instance-state-name', Values: alive }], signal)
}

/** `*`, `?` and `\` mean themselves in a rule; filter values would take them as patterns. */
function escapeWildcards(value: string): string {
  return value.replace(/[*?\\]/g, '\\$&')
}

async function describe(client: EC2Client, filters: Filter[], signal?: AbortSignal): Promise<readonly Ec2Instance[]> {
  const instances: Ec2Instance[] = []
  let next: string | undefined
  do {
    const page = await client.send(
      new DescribeInstancesCommand({
        Filters: filters,
        MaxResults: pageSize,
        ...(next === undefined ? {} : { NextToken: next }),
      }),
      signal === undefined ? {} : { abortSignal: signal },
    )
    for (const { Instances = [] } of page.Reservations ?? []) instances.push(...Instances.flatMap(readInstance))
    next = page.NextToken || undefined
  } while (next !== undefined)
  return instances
}

function readInstance(instance: Instance): readonly Ec2Instance[] {
  if (!instance.InstanceId) return []
  return [
    {
      id: instance.InstanceId,
      state: instance.State?.Name ?? 'unknown',
      name: instance.Tags?.find(({ Key }) => Key === 'Name')?.Value || null,
      zone: instance.Placement?.AvailabilityZone ?? null,
      vpc: instance.VpcId ?? null,
      address: instance.PrivateIpAddress ?? null,
      dnsName: instance.PrivateDnsName || null,
      system: instance.Platform?.toLowerCase() === 'windows' ? 'windows' : 'linux',
      tags: (instance.Tags ?? []).flatMap(({ Key, Value }) =>
        Key && Key !== 'Name' ? [{ key: Key, value: Value ?? '' }] : [],
      ),
    },
  ]
}
