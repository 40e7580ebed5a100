import { ECSClient, ListClustersCommand, ListServicesCommand } from '@aws-sdk/client-ecs'
import type { ServiceView } from '#contract/services.ts'
import type { TargetPlace } from '#contract/targets.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { RenewableCredentials } from '../../app/identity/ports.ts'
import { mapLimited } from '../../app/map-limited.ts'
import type { ServiceInventory } from '../../app/ports.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { createPlaceCalls, type AwsKeys } from '../ssm/place-calls.ts'
import { isTooOld } from './best-container.ts'
import { lastPart } from './container-target.ts'
import { namePages, runningContainers, type EcsContainer } from './containers.ts'

/** Clusters that are asked about at the same time. */
const parallelClusters = 4
/** Services of one page; the service's limit. */
const pageSize = 100
/** What is not told within this (ms) is for the person to type. */
const limitMs = 20_000

/** What the inventory of services needs. */
export interface ServiceInventoryDeps {
  readonly clock: Clock
  readonly http: AwsHttp
  readonly credentials: RenewableCredentials
}

/** {@link ServiceInventory} over ECS. */
export function createServiceInventory(deps: ServiceInventoryDeps): ServiceInventory {
  const call = createPlaceCalls(deps)
  return {
    servicesAt: (place) =>
      call(place, { operation: 'ListServices', names: {}, ask: (credentials) => read(deps, place, credentials) }),
  }
}

async function read(
  { http }: ServiceInventoryDeps,
  { region }: TargetPlace,
  credentials: AwsKeys,
): Promise<readonly ServiceView[]> {
  const client = new ECSClient({ ...http.options('ECS', region), credentials })
  const signal = AbortSignal.timeout(limitMs)
  const [named, containers] = await Promise.all([serviceNames(client, signal), runningContainers(client, signal)])
  const running = containers.map(({ cluster, service }) => ({ cluster, name: service }))
  const services = new Map([...named, ...running].map((one) => [`${one.cluster}/${one.name}`, one]))
  return [...services.values()]
    .map((one) => viewOf(one, containers))
    .toSorted((left, right) => left.cluster.localeCompare(right.cluster) || left.name.localeCompare(right.name))
}

interface NamedService {
  readonly cluster: string
  readonly name: string
}

async function serviceNames(client: ECSClient, signal: AbortSignal): Promise<readonly NamedService[]> {
  const clusters = await namePages((nextToken) =>
    client
      .send(new ListClustersCommand({ nextToken }), { abortSignal: signal })
      .then((page) => ({ items: page.clusterArns ?? [], next: page.nextToken })),
  )
  const lists = await mapLimited(clusters, parallelClusters, async (cluster) => {
    const arns = await namePages((nextToken) =>
      client
        .send(new ListServicesCommand({ cluster, nextToken, maxResults: pageSize }), { abortSignal: signal })
        .then((page) => ({ items: page.serviceArns ?? [], next: page.nextToken })),
    )
    return arns.map((arn) => ({ cluster: lastPart(cluster), name: lastPart(arn) }))
  })
  return lists.flat()
}

function viewOf({ cluster, name }: NamedService, containers: readonly EcsContainer[]): ServiceView {
  const own = containers.filter((one) => one.cluster === cluster && one.service === name)
  const names = [...new Set(own.map(({ container }) => container))].toSorted()
  return {
    cluster,
    name,
    tasks: new Set(own.map(({ task }) => task)).size,
    containers: names.map((container) => ({
      name: container,
      state: bestState(own.filter((one) => one.container === container)),
    })),
  }
}

type State = ServiceView['containers'][number]['state']
const nearestFirst: readonly State[] = ['open', 'exec-agent', 'exec-off', 'unsupported']

/** That of the container that is nearest to a session. */
function bestState(containers: readonly EcsContainer[]): State {
  const states = new Set(containers.map(stateOf))
  return nearestFirst.find((state) => states.has(state)) ?? 'exec-off'
}

function stateOf(container: EcsContainer): State {
  if (container.exec === 'off') return isTooOld(container) ? 'unsupported' : 'exec-off'
  return container.agent === 'RUNNING' && container.runtimeId !== null ? 'open' : 'exec-agent'
}
