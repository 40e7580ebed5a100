import { z } from 'zod'
import type { ContainerView } from '../../state/nodes.ts'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { denyUnlessAllowed } from '../denied.ts'
import type { ServiceContext, SignedCall } from '../service.ts'
import {
  clusterArn,
  containerArn,
  familyOf,
  inCluster,
  lastPart,
  missing,
  placeOf,
  taskArn,
  taskDefinitionArn,
  unique,
} from './names.ts'
import { pageFor, paged } from './pages.ts'

const listInput = paged.extend({
  cluster: z.string().nullish(),
  family: z.string().nullish(),
  serviceName: z.string().nullish(),
  desiredStatus: z.string().nullish(),
})

/** ListTasks: ARNs of running tasks, or of those that stopped a moment ago. */
export function listTasks(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const data = listInput.parse(body)
  const place = placeOf(call)
  const denied = denyUnlessAllowed(
    call.caller.identity,
    'ecs:ListTasks',
    `arn:aws:ecs:${place.region}:${place.accountId}:container-instance/${lastPart(data.cluster ?? 'default')}/*`,
  )
  if (denied !== null) return denied
  const found = inCluster(context, call, data.cluster)
  if ('ok' in found) return found
  const { serviceName, family } = data
  if (serviceName && !found.some(({ service }) => service === lastPart(serviceName))) {
    return fail('ServiceNotFoundException', 'Service not found.')
  }
  const isWanted = (task: ContainerView): boolean =>
    task.running === (data.desiredStatus !== 'STOPPED') &&
    (!serviceName || task.service === lastPart(serviceName)) &&
    (!family || familyOf(task) === family)
  const arns = unique(found.filter(isWanted).map(taskArn))
  const question = JSON.stringify([data.cluster, serviceName, family, data.desiredStatus])
  return pageFor(arns, data, question, (taskArns) => ({ taskArns }))
}

const describeInput = z.object({
  cluster: z.string().nullish(),
  tasks: z.array(z.string()).nullish(),
  include: z.array(z.string()).nullish(),
})

/** DescribeTasks: a hundred at a time; tags only for those who ask for them. */
export function describeTasks(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const data = describeInput.parse(body)
  const asked = data.tasks ?? []
  if (asked.length === 0) return fail('InvalidParameterException', 'Tasks cannot be empty.')
  if (asked.length > 100) return fail('InvalidParameterException', 'Task list size must be less than or equal to 100.')
  const found = inCluster(context, call, data.cluster)
  if ('ok' in found) return found
  const of = (name: string): readonly ContainerView[] => found.filter(({ taskId }) => taskId === lastPart(name))
  const first = of(asked[0] ?? '')[0]
  const denied = denyUnlessAllowed(
    call.caller.identity,
    'ecs:DescribeTasks',
    first === undefined ? '*' : taskArn(first),
  )
  if (denied !== null) return denied
  const withTags = data.include?.includes('TAGS') === true
  return succeed({
    tasks: asked.map(of).flatMap((containers) => (containers.length === 0 ? [] : [tell(containers, withTags)])),
    failures: asked.filter((name) => of(name).length === 0).map(missing),
  })
}

const startedAt = Date.parse('2026-11-20T02:11:09Z') / 1000

function tell(containers: readonly ContainerView[], withTags: boolean): object {
  const task = containers[0]
  if (task === undefined) throw new Error('a task has a container')
  const status = task.running ? 'RUNNING' : 'STOPPED'
  return {
    taskArn: taskArn(task),
    clusterArn: clusterArn(task, task.cluster),
    taskDefinitionArn: taskDefinitionArn(task),
    group: `service:${task.service}`,
    launchType: 'FARGATE',
    platformVersion: task.platformVersion,
    platformFamily: 'Linux',
    availabilityZone: `${task.region}a`,
    cpu: '256',
    memory: '512',
    connectivity: 'CONNECTED',
    enableExecuteCommand: task.exec === 'on',
    desiredStatus: status,
    lastStatus: status,
    createdAt: startedAt,
    startedAt: startedAt + 24,
    startedBy: 'ecs-svc/4471290365518826003',
    version: 4,
    attributes: [{ name: 'ecs.cpu-architecture', value: task.architecture }],
    attachments: [
      {
        id: `${task.taskId.slice(0, 8)}-0b1d-4c7e-9a52-${task.taskId.slice(0, 12)}`,
        type: 'ElasticNetworkInterface',
        status: 'ATTACHED',
        details: [
          { name: 'subnetId', value: task.subnetId },
          { name: 'networkInterfaceId', value: `eni-${task.taskId.slice(0, 17)}` },
          { name: 'privateIPv4Address', value: task.privateIp },
        ],
      },
    ],
    containers: containers.map((container) => tellContainer(container, status)),
    tags: withTags ? Object.entries(task.tags).map(([key, value]) => ({ key, value })) : [],
  }
}

const tellContainer = (task: ContainerView, lastStatus: string): object => ({
  containerArn: containerArn(task),
  taskArn: taskArn(task),
  name: task.container,
  image: `harborline/${task.cluster}-${task.container}:2026.11`,
  runtimeId: task.runtimeId,
  lastStatus,
  networkBindings: [],
  networkInterfaces: [{ attachmentId: task.taskId.slice(0, 8), privateIpv4Address: task.privateIp }],
  healthStatus: 'UNKNOWN',
  managedAgents:
    task.execAgent === null
      ? []
      : [
          {
            name: 'ExecuteCommandAgent',
            lastStatus: task.execAgent,
            ...(task.execAgent === 'RUNNING' ? { lastStartedAt: startedAt + 26 } : {}),
            ...(task.execAgent === 'STOPPED' ? { reason: 'ExecuteCommandAgent stopped' } : {}),
          },
        ],
  cpu: '0',
})
