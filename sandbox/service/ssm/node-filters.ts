import type { NodeView } from '../../state/nodes.ts'
import { isWindows } from '../../world/types.ts'
import { fail, type Outcome } from '../../wire/exchange.ts'

/** What hybrid nodes were activated with. */
export const hybridRole = 'service-role/hybrid-ssm'
export const activationId = '4f1c0e2a-97b3-4d58-8a6e-0b2d5c7f9e13'

export interface NodeFilter {
  readonly key: string
  readonly values: readonly string[]
}

const isHybrid = (node: NodeView): boolean => node.id.startsWith('mi-')
export const pingStatus = (node: NodeView): string => (node.connection === 'online' ? 'Online' : 'ConnectionLost')
export const resourceType = (node: NodeView): string => (isHybrid(node) ? 'ManagedInstance' : 'EC2Instance')
export const platformType = (node: NodeView): string => (isWindows(node) ? 'Windows' : 'Linux')
export const sourceType = (node: NodeView): string =>
  isHybrid(node) ? 'AWS::SSM::ManagedInstance' : 'AWS::EC2::Instance'

interface Filter {
  /** The values that it may have, where they are listed. */
  readonly values?: readonly string[]
  /** What of a node it is compared with; null is what no node here has. */
  fact(node: NodeView): string | null
}

const platform: Filter = { values: ['Windows', 'Linux', 'MacOS'], fact: platformType }

/** Every key that the service takes, the older spelling of one among them. */
const filters = new Map<string, Filter>(
  Object.entries({
    ActivationIds: { fact: (node) => (isHybrid(node) ? activationId : null) },
    AgentVersion: { fact: ({ agentVersion }) => agentVersion },
    AssociationStatus: { values: ['Success', 'Pending', 'Failed'], fact: () => null },
    IamRole: { fact: (node) => (isHybrid(node) ? hybridRole : null) },
    InstanceIds: { fact: ({ id }) => id },
    PingStatus: { values: ['Online', 'ConnectionLost', 'Inactive'], fact: pingStatus },
    PlatformType: platform,
    PlatformTypes: platform,
    ResourceType: { values: ['EC2Instance', 'ManagedInstance'], fact: resourceType },
    SourceIds: { fact: ({ id }) => id },
    SourceTypes: { values: ['AWS::EC2::Instance', 'AWS::SSM::ManagedInstance', 'AWS::IoT::Thing'], fact: sourceType },
  } satisfies Readonly<Record<string, Filter>>),
)

const isTag = (key: string): boolean => key === 'tag-key' || key.startsWith('tag:')

/** Refuses a key that there is not, and a value that a key does not have. */
export function refuseNodeFilter({ key, values }: NodeFilter): Outcome | null {
  if (isTag(key)) return null
  const filter = filters.get(key)
  if (filter === undefined) return fail('InvalidFilterKey', `The filter key ${key} is not valid.`)
  const wrong = values.find((value) => filter.values?.includes(value) === false)
  if (wrong === undefined) return null
  return fail('InvalidInstanceInformationFilterValue', `The filter value ${wrong} is not valid for ${key}.`)
}

export function passesNodeFilter(node: NodeView, { key, values }: NodeFilter): boolean {
  if (key === 'tag-key') return values.some((name) => node.tags[name] !== undefined)
  if (isTag(key)) return values.includes(node.tags[key.slice(4)] ?? '')
  const fact = filters.get(key)?.fact(node) ?? null
  return fact !== null && values.includes(fact)
}
