import { z } from 'zod'
import type { ContainerView } from '../../state/nodes.ts'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { denyUnlessAllowed } from '../denied.ts'
import type { ServiceContext, SignedCall } from '../service.ts'
import { clusterArn, inCluster, lastPart, missing, placeOf, serviceArn, taskDefinitionArn, unique } from './names.ts'
import { pageFor, paged } from './pages.ts'

const listInput = paged.extend({ cluster: z.string().nullish() })

/** ListServices of one cluster: ARNs. */
export function listServices(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const data = listInput.parse(body)
  const resource = clusterArn(placeOf(call), lastPart(data.cluster ?? 'default'))
  const denied = denyUnlessAllowed(call.caller.identity, 'ecs:ListServices', resource)
  if (denied !== null) return denied
  const found = inCluster(context, call, data.cluster)
  if ('ok' in found) return found
  return pageFor(unique(found.map(serviceArn)), data, `services ${resource}`, (serviceArns) => ({ serviceArns }))
}

const describeInput = z.object({ cluster: z.string().nullish(), services: z.array(z.string()).nullish() })

/** DescribeServices: ten at a time. */
export function describeServices(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const data = describeInput.parse(body)
  const asked = data.services ?? []
  if (asked.length === 0) return fail('InvalidParameterException', 'Services cannot be empty.')
  if (asked.length > 10) return fail('InvalidParameterException', 'You may only describe up to 10 services at a time.')
  const found = inCluster(context, call, data.cluster)
  if ('ok' in found) return found
  const named = (name: string): ContainerView | undefined => found.find(({ service }) => service === lastPart(name))
  const resource = named(asked[0] ?? '')
  const denied = denyUnlessAllowed(
    call.caller.identity,
    'ecs:DescribeServices',
    resource === undefined ? '*' : serviceArn(resource),
  )
  if (denied !== null) return denied
  return succeed({
    services: asked.flatMap((name) => named(name) ?? []).map(tell),
    failures: asked.filter((name) => named(name) === undefined).map(missing),
  })
}

const tell = (task: ContainerView): object => ({
  serviceArn: serviceArn(task),
  serviceName: task.service,
  clusterArn: clusterArn(task, task.cluster),
  status: 'ACTIVE',
  desiredCount: 1,
  runningCount: task.running ? 1 : 0,
  pendingCount: 0,
  launchType: 'FARGATE',
  platformVersion: task.platformVersion,
  platformFamily: 'Linux',
  taskDefinition: taskDefinitionArn(task),
  enableExecuteCommand: task.exec === 'on',
  enableECSManagedTags: true,
  propagateTags: 'SERVICE',
})
