import {
  DescribeTasksCommand,
  type ECSClient,
  ListClustersCommand,
  ListTasksCommand,
  type Container,
  type Task,
} from '@aws-sdk/client-ecs'
import { mapLimited } from '../../app/map-limited.ts'
import { lastPart } from './container-target.ts'

/** Tasks of one DescribeTasks; the service's limit. */
const tasksPerCall = 100
/** Clusters that are asked about at the same time. */
const parallelClusters = 4
/** Calls about tasks of one cluster at the same time: more would meet the account's limit. */
const parallelDescribes = 4

/** A container of a running task, as ECS tells of it. */
export interface EcsContainer {
  /** Names, not ARNs: the target of a session is made of them. */
  readonly cluster: string
  readonly task: string
  readonly container: string
  /** The service, or the family of a task that belongs to none. */
  readonly service: string
  /** Null until the container has started. */
  readonly runtimeId: string | null
  readonly exec: 'on' | 'off'
  /** `RUNNING`, `PENDING`, `STOPPED`; null where there is no exec agent. */
  readonly agent: string | null
  readonly agentReason: string | null
  /** The platform version of Fargate; null elsewhere. */
  readonly fargate: string | null
  readonly platform: string
  readonly zone: string | null
  readonly system: 'linux' | 'windows'
  readonly address: string | null
  readonly tags: readonly { readonly key: string; readonly value: string }[]
}

/** The containers of all running tasks; cluster by cluster, four at a time. `signal` gives up between two calls, and in one. */
export async function runningContainers(client: ECSClient, signal: AbortSignal): Promise<readonly EcsContainer[]> {
  const clusters = await namePages((nextToken) =>
    client
      .send(new ListClustersCommand({ nextToken }), { abortSignal: signal })
      .then((page) => ({ items: page.clusterArns ?? [], next: page.nextToken })),
  )
  const lists = await mapLimited(clusters, parallelClusters, (cluster) => containersOf(client, cluster, signal))
  return lists.flat()
}

async function containersOf(client: ECSClient, cluster: string, signal: AbortSignal): Promise<readonly EcsContainer[]> {
  const tasks = await namePages((nextToken) =>
    client
      .send(new ListTasksCommand({ cluster, nextToken, desiredStatus: 'RUNNING' }), { abortSignal: signal })
      .then((page) => ({ items: page.taskArns ?? [], next: page.nextToken })),
  )
  return describeAll(client, cluster, tasks, signal)
}

/** The containers of however many tasks, four calls at a time, in the order of the tasks. */
export async function describeAll(
  client: ECSClient,
  cluster: string,
  tasks: readonly string[],
  signal?: AbortSignal,
): Promise<readonly EcsContainer[]> {
  const calls = Array.from({ length: Math.ceil(tasks.length / tasksPerCall) }, (_, at) =>
    tasks.slice(at * tasksPerCall, (at + 1) * tasksPerCall),
  )
  const found = await mapLimited(calls, parallelDescribes, (some) => describeTasks(client, cluster, some, signal))
  return found.flat()
}

/** The containers of these tasks; those that there are not any more are left out. Tasks by name or ARN. */
export async function describeTasks(
  client: ECSClient,
  cluster: string,
  tasks: readonly string[],
  signal?: AbortSignal,
): Promise<readonly EcsContainer[]> {
  const command = new DescribeTasksCommand({ cluster, tasks: [...tasks], include: ['TAGS'] })
  const answer = await client.send(command, signal === undefined ? {} : { abortSignal: signal })
  return (answer.tasks ?? []).filter(({ lastStatus }) => lastStatus === 'RUNNING').flatMap(readTask)
}

function readTask(task: Task): readonly EcsContainer[] {
  const { taskArn, clusterArn } = task
  if (!taskArn || !clusterArn) return []
  return (task.containers ?? []).flatMap((container) => readContainer(task, container))
}

function readContainer(task: Task, container: Container): readonly EcsContainer[] {
  if (!container.name) return []
  const agent = container.managedAgents?.find(({ name }) => name === 'ExecuteCommandAgent')
  return [
    {
      cluster: lastPart(task.clusterArn ?? ''),
      task: lastPart(task.taskArn ?? ''),
      container: container.name,
      service: serviceOf(task),
      runtimeId: container.runtimeId || null,
      exec: task.enableExecuteCommand === true ? 'on' : 'off',
      agent: agent?.lastStatus ?? null,
      agentReason: agent?.reason || null,
      fargate: task.launchType === 'FARGATE' ? (task.platformVersion ?? null) : null,
      platform: platformOf(task),
      zone: task.availabilityZone ?? null,
      system: task.platformFamily?.toLowerCase().startsWith('windows') === true ? 'windows' : 'linux',
      address: addressOf(task, container),
      tags: (task.tags ?? []).flatMap(({ key, value }) => (key ? [{ key, value: value ?? '' }] : [])),
    },
  ]
}

/** `service:api` is the group of a service's tasks, `family:api` that of others. */
function serviceOf({ group, taskDefinitionArn }: Task): string {
  const [, named] = /^service:(.+)$/.exec(group ?? '') ?? []
  return named ?? lastPart(taskDefinitionArn ?? '').replace(/:\d+$/, '')
}

const launchNames: Readonly<Record<string, string>> = { FARGATE: 'Fargate', EXTERNAL: 'ECS Anywhere' }
const architectures: Readonly<Record<string, string>> = { x86_64: 'x86', arm64: 'ARM64' }

/** `Fargate 1.4.0, ARM64`, `EC2, x86`. */
function platformOf({ launchType, platformVersion, attributes }: Task): string {
  const launch = launchNames[launchType ?? ''] ?? launchType ?? 'ECS'
  const architecture = attributes?.find(({ name }) => name === 'ecs.cpu-architecture')?.value ?? ''
  const parts = [platformVersion ? `${launch} ${platformVersion}` : launch, architectures[architecture] ?? architecture]
  return parts.filter((part) => part !== '').join(', ')
}

function addressOf({ attachments }: Task, { networkInterfaces }: Container): string | null {
  const own = networkInterfaces?.find(({ privateIpv4Address }) => privateIpv4Address)?.privateIpv4Address
  const details = attachments?.flatMap((attachment) => attachment.details ?? [])
  return own ?? details?.find(({ name }) => name === 'privateIPv4Address')?.value ?? null
}

interface NamesPage {
  readonly items: readonly string[]
  readonly next: string | undefined
}

/** All pages of a list of names or ARNs. */
export async function namePages(
  ask: (nextToken: string | undefined) => Promise<NamesPage>,
): Promise<readonly string[]> {
  const all: string[] = []
  let next: string | undefined
  do {
    const page = await ask(next)
    all.push(...page.items)
    next = page.next || undefined
  } while (next !== undefined)
  return all
}
