import type { DialTarget } from '../gateway/gateway.ts'
import type { Databases } from '../databases/databases.ts'
import type { SshServer } from '../ssh-server/ssh-server.ts'
import type { NodeRegistry } from '../state/nodes.ts'
import type { Settings } from '../state/settings.ts'
import { vpcNetworks } from '../world/places.ts'
import type { Destination, World } from '../world/types.ts'
import type { LoopbackServices } from './loopback-services.ts'

/** What agents reach from where they are. */
interface VpcNetwork {
  /** Where a dial of `host:port` from a target ends, as far as everything behind it runs already. */
  dial(targetId: string, host: string, port: number): DialTarget
  /** Starts what `host:port` leads to, if it is one of the sandbox's databases or services. */
  prepare(targetId: string, host: string, port: number): Promise<void>
}

interface VpcNetworkParts {
  readonly world: World
  readonly nodes: NodeRegistry
  readonly settings: Settings
  readonly databases: Databases
  readonly services: LoopbackServices
  readonly sshServer: Pick<SshServer, 'ensure' | 'port'>
}

const refused: DialTarget = { kind: 'refused' }

export function createVpcNetwork(parts: VpcNetworkParts): VpcNetwork {
  const { world, nodes, settings, databases, services, sshServer } = parts
  const find = (targetId: string, host: string, port: number): Destination => {
    const name = canonicalHost(host)
    const detour = settings.detours.get(`${name}:${port}`)
    if (detour !== undefined) return detour
    const target = nodes.target(targetId)
    if (isDenied(name, vpcNetworks[target?.vpcId ?? ''])) return { kind: 'forbidden' }
    const places = new Set([targetId, target?.vpcId])
    const known = world.endpoints.filter((endpoint) => endpoint.host === name)
    const here = known.filter((endpoint) => places.has(endpoint.place))
    const exact = here.find((endpoint) => endpoint.port === port)
    if (exact !== undefined) return exact.leadsTo
    if (here.length > 0 || name === 'localhost') return refused
    // Names of RDS and ElastiCache resolve everywhere; without a route the packets vanish.
    if (known.length > 0 || isAddress(name)) return { kind: 'silent' }
    return { kind: 'unknown-host' }
  }
  return {
    dial(targetId, host, port) {
      const found = find(targetId, host, port)
      if (found.kind === 'database') return onLoopback(databases.portOf(found.engine))
      if (found.kind === 'service') return onLoopback(services.portOf(found.service))
      if (found.kind === 'ssh-server') return onLoopback(sshServer.port())
      return found
    },
    async prepare(targetId, host, port) {
      const found = find(targetId, host, port)
      if (found.kind === 'database') await databases.ensure(found.engine)
      if (found.kind === 'service') await services.ensure(found.service)
      if (found.kind === 'ssh-server') await sshServer.ensure()
    },
  }
}

const onLoopback = (port: number | null): DialTarget =>
  port === null ? refused : { kind: 'tcp', host: '127.0.0.1', port }

const loopbackNames = new Set(['localhost', '127.0.0.1', '::1'])

/** Names compare without case and without a final dot. */
export function canonicalHost(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '')
  return loopbackNames.has(name) ? 'localhost' : name
}

const instanceServices = ['254', '253', '123', '250', '251'].map((last) => `169.254.169.${last}`)
const instanceServices6 = ['254', '253', '123', '240'].map((last) => `fd00:ec2::${last}`)
const servicesOfInstances = new Set([...instanceServices, ...instanceServices6])
const reserved = ['0.0', '0.1', '0.2', '0.3', '255.255']

/** Addresses an agent refuses: the services of its instance, and those that AWS keeps in a VPC (here a /16). */
const isDenied = (name: string, network: string | undefined): boolean =>
  servicesOfInstances.has(name) || reserved.some((end) => name === `${network}.${end}`)

const isAddress = (name: string): boolean => /^[\d.]+$/.test(name) || name.includes(':')
