import { z } from 'zod'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { denyUnlessAllowed } from '../denied.ts'
import type { ServiceContext, SignedCall } from '../service.ts'
import { familyOf, lastPart, placeOf, taskDefinitionArn } from './names.ts'

const input = z.object({ taskDefinition: z.string().nullish() })

/** DescribeTaskDefinition by family, family and revision, or ARN. */
export function describeTaskDefinition({ nodes }: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const denied = denyUnlessAllowed(call.caller.identity, 'ecs:DescribeTaskDefinition', '*')
  if (denied !== null) return denied
  const asked = lastPart(input.parse(body).taskDefinition ?? '')
  const place = placeOf(call)
  const containers = nodes
    .containers(place.accountId, place.region)
    .filter((task) => asked === familyOf(task) || asked === lastPart(taskDefinitionArn(task)))
  const first = containers[0]
  if (first === undefined) return fail('ClientException', 'Unable to describe task definition.')
  return succeed({
    taskDefinition: {
      taskDefinitionArn: taskDefinitionArn(first),
      family: familyOf(first),
      revision: 7,
      status: 'ACTIVE',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      taskRoleArn: `arn:aws:iam::${place.accountId}:role/${familyOf(first)}-task`,
      runtimePlatform: {
        cpuArchitecture: first.architecture === 'arm64' ? 'ARM64' : 'X86_64',
        operatingSystemFamily: 'LINUX',
      },
      containerDefinitions: containers.map(({ container, cluster }) => ({
        name: container,
        image: `harborline/${cluster}-${container}:2026.11`,
        essential: true,
        readonlyRootFilesystem: false,
        linuxParameters: { initProcessEnabled: true },
      })),
    },
    tags: [],
  })
}
