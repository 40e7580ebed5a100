import { z } from 'zod'
import type { NodeView } from '../../state/nodes.ts'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { denyUnlessAllowed } from '../denied.ts'
import { pageOf } from '../paging.ts'
import type { ServiceContext, SignedCall } from '../service.ts'
import {
  type NodeFilter,
  passesNodeFilter,
  pingStatus,
  platformType,
  refuseNodeFilter,
  hybridRole,
  activationId,
  resourceType,
  sourceType,
} from './node-filters.ts'

/** GetConnectionStatus: whether the agent's control channel is open. */
export function getConnectionStatus(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const { identity, region } = call.caller
  const { Target } = z.object({ Target: z.string() }).parse(body)
  call.note('target', Target)
  const resource = `arn:aws:ssm:${region}:${identity.accountId}:*`
  const denied = denyUnlessAllowed(identity, 'ssm:GetConnectionStatus', resource)
  if (denied !== null) return denied
  const target = context.nodes.target(Target)
  const known = target !== null && target.accountId === identity.accountId && target.region === region
  return succeed({ Target, Status: known && target.connected ? 'connected' : 'notconnected' })
}

const input = z.object({
  Filters: z.array(z.object({ Key: z.string(), Values: z.array(z.string()) })).nullish(),
  InstanceInformationFilterList: z.array(z.object({ key: z.string(), valueSet: z.array(z.string()) })).nullish(),
  MaxResults: z.int().nullish(),
  NextToken: z.string().nullish(),
})

/** DescribeInstanceInformation: nodes whose agent has ever reported, stopped ones left out, 50 to a page. */
export function describeInstanceInformation(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const { identity, region } = call.caller
  const resource = `arn:aws:ssm:${region}:${identity.accountId}:*`
  const denied = denyUnlessAllowed(identity, 'ssm:DescribeInstanceInformation', resource)
  if (denied !== null) return denied
  const data = input.parse(body)
  const filters = filtersOf(data)
  for (const filter of filters) {
    const refusal = refuseNodeFilter(filter)
    if (refusal !== null) return refusal
  }
  const registered = context.nodes
    .list(identity.accountId, region)
    .filter(({ connection }) => connection === 'online' || connection === 'lost')
  const missing = filters
    .filter(({ key }) => key === 'InstanceIds')
    .flatMap(({ values }) => values)
    .find((id) => !registered.some((node) => node.id === id))
  if (missing !== undefined) return fail('InvalidInstanceId', `Instances not in valid state: ${missing}`)
  const nodes = registered.filter((node) => filters.every((filter) => passesNodeFilter(node, filter)))
  const page = pageOf(nodes, data.MaxResults ?? 50, data.NextToken ?? null, JSON.stringify(filters))
  if (page === null) return fail('InvalidNextToken', 'The specified token is not valid.')
  return succeed({
    InstanceInformationList: page.items.map(tell),
    ...(page.nextToken === null ? {} : { NextToken: page.nextToken }),
  })
}

const filtersOf = (data: z.infer<typeof input>): readonly NodeFilter[] => [
  ...(data.Filters ?? []).map(({ Key, Values }) => ({ key: Key, values: Values })),
  ...(data.InstanceInformationFilterList ?? []).map(({ key, valueSet }) => ({ key, values: valueSet })),
]

const tell = (node: NodeView): unknown => ({
  InstanceId: node.id,
  PingStatus: pingStatus(node),
  LastPingDateTime: node.lastPingAt / 1000,
  AgentVersion: node.agentVersion,
  IsLatestVersion: false,
  PlatformType: platformType(node),
  PlatformName: node.platform,
  PlatformVersion: node.platformVersion,
  ResourceType: resourceType(node),
  IPAddress: node.privateIp,
  ComputerName: `${node.tags['Name'] ?? node.id}.${node.region}.compute.internal`,
  ...(node.id.startsWith('mi-')
    ? {
        Name: node.tags['Name'],
        IamRole: hybridRole,
        ActivationId: activationId,
      }
    : {}),
  SourceId: node.id,
  SourceType: sourceType(node),
})
