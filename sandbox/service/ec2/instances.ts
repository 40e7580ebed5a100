import type { NodeView } from '../../state/nodes.ts'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { formOf, listOf } from '../../wire/form.ts'
import { element, text } from '../../wire/xml.ts'
import { pageOf } from '../paging.ts'
import { isWindows } from '../../world/types.ts'
import { filterNames } from './filter-names.ts'
import type { ServiceContext, SignedCall } from '../service.ts'

interface InstanceFilter {
  readonly name: string
  readonly values: readonly string[]
}

const pageLimit = 1000

/** DescribeInstances with filters (`*` and `?` are wild), ids and paging. Hybrid nodes are none of EC2's. */
export function describeInstances(context: ServiceContext, call: SignedCall): Outcome {
  const form = formOf(call.request) ?? new URLSearchParams()
  const { identity, region } = call.caller
  const instances = context.nodes.list(identity.accountId, region).filter(({ id }) => id.startsWith('i-'))
  const ids = listOf(form, 'InstanceId')
  const malformed = ids.find((id) => !/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id))
  if (malformed !== undefined) return fail('InvalidInstanceID.Malformed', `Invalid id: "${malformed}"`)
  if (ids.length > 0 && form.get('MaxResults') !== null) {
    const message = 'The parameter instancesSet cannot be used with the parameter maxResults'
    return fail('InvalidParameterCombination', message)
  }
  const missing = ids.find((id) => !instances.some((instance) => instance.id === id))
  if (missing !== undefined) {
    return fail('InvalidInstanceID.NotFound', `The instance ID '${missing}' does not exist`)
  }
  const filters = filtersOf(form)
  const unknown = filters.find(({ name }) => !filterNames.has(name) && !/^tag(:|-key$)/.test(name))
  if (unknown !== undefined) return fail('InvalidParameterValue', `The filter '${unknown.name}' is invalid`)
  const size = form.get('MaxResults') === null ? pageLimit : Number(form.get('MaxResults'))
  if (!Number.isInteger(size) || size < 5 || size > pageLimit) {
    return fail('InvalidParameterValue', `Value ( ${form.get('MaxResults')} ) for parameter maxResults is invalid.`)
  }
  if (form.get('DryRun') === 'true') {
    return fail('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412)
  }
  const found = instances
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .filter((instance) => filters.every((filter) => passes(instance, filter)))
  const page = pageOf(found, size, form.get('NextToken'), JSON.stringify([ids, filters]))
  if (page === null) return fail('InvalidParameterValue', "Invalid value for 'nextToken'")
  const reservations = page.items.map((instance) => reservation(instance))
  return succeed(element('reservationSet', ...reservations) + text('nextToken', page.nextToken))
}

function filtersOf(form: URLSearchParams): readonly InstanceFilter[] {
  const filters: InstanceFilter[] = []
  for (let index = 1; ; index += 1) {
    const name = form.get(`Filter.${index}.Name`)
    if (name === null) return filters
    filters.push({ name, values: listOf(form, `Filter.${index}.Value`) })
  }
}

/** What EC2 says of an instance's state. */
export function stateOf({ connection }: NodeView): { readonly code: number; readonly name: string } {
  if (connection === 'pending') return { code: 0, name: 'pending' }
  return connection === 'stopped' ? { code: 80, name: 'stopped' } : { code: 16, name: 'running' }
}

const imageId = 'ami-0b9a2d17f6c3e8450'
const platformDetails = (instance: NodeView): string => (isWindows(instance) ? 'Windows' : 'Linux/UNIX')
const reservationId = (instanceId: string): string => `r-${instanceId.slice(2)}`
const privateDnsName = ({ privateIp, region }: NodeView): string =>
  `ip-${privateIp.replaceAll('.', '-')}.${region}.compute.internal`

/** What the instances here have; by a filter for anything else none is found. */
const factOf: Readonly<Record<string, (instance: NodeView) => string>> = {
  'instance-id': ({ id }) => id,
  'instance-state-name': (instance) => stateOf(instance).name,
  'instance-type': ({ instanceType }) => instanceType,
  'vpc-id': ({ vpcId }) => vpcId,
  'subnet-id': ({ subnetId }) => subnetId,
  'network-interface.addresses.private-ip-address': ({ privateIp }) => privateIp,
  'private-ip-address': ({ privateIp }) => privateIp,
  'availability-zone': ({ zone }) => zone,
  architecture: () => 'arm64',
  'image-id': () => imageId,
  'instance-state-code': (instance) => String(stateOf(instance).code),
  'owner-id': ({ accountId }) => accountId,
  platform: (instance) => (isWindows(instance) ? 'windows' : ''),
  'platform-details': (instance) => platformDetails(instance),
  'private-dns-name': (instance) => privateDnsName(instance),
  'reservation-id': ({ id }) => reservationId(id),
  tenancy: () => 'default',
}

function passes(instance: NodeView, { name, values }: InstanceFilter): boolean {
  const fits = (fact: string): boolean => values.some((value) => wildcard(value).test(fact))
  if (name === 'tag-key') return Object.keys(instance.tags).some(fits)
  if (name.startsWith('tag:')) {
    const tag = instance.tags[name.slice(4)]
    return tag !== undefined && fits(tag)
  }
  const fact = factOf[name]
  return fact !== undefined && fits(fact(instance))
}

const wildcard = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
  )

function reservation(instance: NodeView): string {
  const state = stateOf(instance)
  const groups = instance.securityGroupIds.map((id) =>
    element('item', text('groupId', id), text('groupName', 'bastion')),
  )
  const tags = Object.entries(instance.tags).map(([key, value]) =>
    element('item', text('key', key), text('value', value)),
  )
  const profile = instance.instanceProfile
  const item = element(
    'item',
    text('instanceId', instance.id),
    text('imageId', imageId),
    element('instanceState', text('code', state.code), text('name', state.name)),
    text('privateDnsName', privateDnsName(instance)),
    text('instanceType', instance.instanceType),
    text('launchTime', '2026-05-11T01:22:31.000Z'),
    element('placement', text('availabilityZone', instance.zone), text('tenancy', 'default')),
    text('subnetId', instance.subnetId),
    text('vpcId', instance.vpcId),
    text('privateIpAddress', instance.privateIp),
    element('groupSet', ...groups),
    text('architecture', 'arm64'),
    element('tagSet', ...tags),
    profile === null
      ? ''
      : element('iamInstanceProfile', text('arn', `arn:aws:iam::${instance.accountId}:instance-profile/${profile}`)),
    isWindows(instance) ? text('platform', 'windows') : '',
    text('platformDetails', platformDetails(instance)),
  )
  return element(
    'item',
    text('reservationId', reservationId(instance.id)),
    text('ownerId', instance.accountId),
    element('groupSet'),
    element('instancesSet', item),
  )
}
