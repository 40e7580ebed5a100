import { z } from 'zod'
import type { NodeView } from '../../state/nodes.ts'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { denyUnlessAllowed } from '../denied.ts'
import { pageOf } from '../paging.ts'
import type { ServiceContext, SignedCall } from '../service.ts'
import { describe } from './start-session.ts'

/** GetConnectionStatus: whether the agent's control channel is open. */
export function getConnectionStatus(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const parsed = z.object({ Target: z.string().min(1).max(400) }).safeParse(body)
  if (!parsed.success) return fail('ValidationException', describe(parsed.error))
  const { identity, region } = call.caller
  const { Target } = parsed.data
  call.note('target', Target)
  const resource = `arn:aws:ssm:${region}:${identity.accountId}:*`
  const denied = denyUnlessAllowed(identity, 'ssm:GetConnectionStatus', resource)
  if (denied !== null) return denied
  const target = context.nodes.target(Target)
  const known = target !== null && target.accountId === identity.accountId && target.region === region
  return succeed({ Target, Status: known && target.connected ? 'connected' : 'notconnected' })
}

const input = z.object({
  Filters: z.array(z.object({ Key: z.string().min(1), Values: z.array(z.string()).min(1) })).nullish(),
  InstanceInformationFilterList: z.array(z.object({ key: z.string(), valueSet: z.array(z.string()).min(1) })).nullish(),
  MaxResults: z.int().min(5).max(50).nullish(),
  NextToken: z.string().nullish(),
})

interface NodeFilter {
  readonly key: string
  readonly values: readonly string[]
}

/** DescribeInstanceInformation: nodes whose agent has ever reported, stopped ones left out, 50 to a page. */
export function describeInstanceInformation(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const { identity, region } = call.caller
  const resource = `arn:aws:ssm:${region}:${identity.accountId}:*`
  const denied = denyUnlessAllowed(identity, 'ssm:DescribeInstanceInformation', resource)
  if (denied !== null) return denied
  const parsed = input.safeParse(body)
  if (!parsed.success) return fail('ValidationException', describe(parsed.error))
  const filters = filtersOf(parsed.data)
  const unknownKey = filters.find(({ key }) => !knownFilters.has(key) && !key.startsWith('tag:'))
  if (unknownKey !== undefined) return fail('InvalidFilterKey', `The filter key ${unknownKey.key} is not valid.`)
  const registered = context.nodes
    .list(identity.accountId, region)
    .filter(({ connection }) => connection === 'online' || connection === 'lost')
  const missing = filters
    .filter(({ key }) => key === 'InstanceIds')
    .flatMap(({ values }) => values)
    .find((id) => !registered.some((node) => node.id === id))
  if (missing !== undefined) return fail('InvalidInstanceId', `Instances not in valid state: ${missing}`)
  const nodes = registered.filter((node) => filters.every((filter) => passes(node, filter)))
  const page = pageOf(nodes, parsed.data.MaxResults ?? 50, parsed.data.NextToken ?? null, JSON.stringify(filters))
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

const knownFilters = new Set(['InstanceIds', 'PingStatus', 'PlatformTypes', 'AgentVersion', 'ResourceType', 'tag-key'])

const pingStatus = (node: NodeView): string => (node.connection === 'online' ? 'Online' : 'ConnectionLost')
const resourceType = (node: NodeView): string => (node.id.startsWith('mi-') ? 'ManagedInstance' : 'EC2Instance')

function passes(node: NodeView, { key, values }: NodeFilter): boolean {
  if (key.startsWith('tag:')) return values.includes(node.tags[key.slice(4)] ?? '')
  switch (key) {
    case 'InstanceIds':
      return values.includes(node.id)
    case 'PingStatus':
      return values.includes(pingStatus(node))
    case 'PlatformTypes':
      return values.includes('Linux')
    case 'AgentVersion':
      return values.includes(node.agentVersion)
    case 'ResourceType':
      return values.includes(resourceType(node))
    default:
      return values.some((name) => node.tags[name] !== undefined)
  }
}

const tell = (node: NodeView): unknown => ({
  InstanceId: node.id,
  PingStatus: pingStatus(node),
  LastPingDateTime: node.lastPingAt / 1000,
  AgentVersion: node.agentVersion,
  IsLatestVersion: false,
  PlatformType: 'Linux',
  PlatformName: node.platform,
  PlatformVersion: node.platformVersion,
  ResourceType: resourceType(node),
  IPAddress: node.privateIp,
  ComputerName: `${node.tags['Name'] ?? node.id}.${node.region}.compute.internal`,
  ...(node.id.startsWith('mi-')
    ? {
        Name: node.tags['Name'],
        IamRole: 'service-role/hybrid-ssm',
        ActivationId: '4f1c0e2a-97b3-4d58-8a6e-0b2d5c7f9e13',
      }
    : {}),
  SourceId: node.id,
  SourceType: node.id.startsWith('mi-') ? 'AWS::SSM::ManagedInstance' : 'AWS::EC2::Instance',
})
