import { z } from 'zod'
import { type Outcome, succeed } from '../../wire/exchange.ts'
import { denyUnlessAllowed } from '../denied.ts'
import type { ServiceContext, SignedCall } from '../service.ts'
import { clusterArn, lastPart, missing, placeOf, unique } from './names.ts'
import { pageFor, paged } from './pages.ts'

/** ListClusters: ARNs, 100 to a page. */
export function listClusters(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const denied = denyUnlessAllowed(call.caller.identity, 'ecs:ListClusters', '*')
  if (denied !== null) return denied
  const place = placeOf(call)
  const arns = clusterNames(context, call).map((name) => clusterArn(place, name))
  return pageFor(arns, paged.parse(body), 'clusters', (clusterArns) => ({ clusterArns }))
}

const describeInput = z.object({ clusters: z.array(z.string()).nullish() })

/** DescribeClusters: what there is of each, and what is missing. */
export function describeClusters(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const place = placeOf(call)
  const asked = describeInput.parse(body).clusters ?? ['default']
  const denied = denyUnlessAllowed(
    call.caller.identity,
    'ecs:DescribeClusters',
    clusterArn(place, lastPart(asked[0] ?? '')),
  )
  if (denied !== null) return denied
  const known = clusterNames(context, call)
  const names = asked.map(lastPart)
  const counted = (name: string): number =>
    unique(
      context.nodes
        .containers(place.accountId, place.region)
        .filter(({ cluster }) => cluster === name)
        .map(({ taskId }) => taskId),
    ).length
  return succeed({
    clusters: names
      .filter((name) => known.includes(name))
      .map((name) => ({
        clusterArn: clusterArn(place, name),
        clusterName: name,
        status: 'ACTIVE',
        registeredContainerInstancesCount: 0,
        runningTasksCount: counted(name),
        pendingTasksCount: 0,
      })),
    failures: names.filter((name) => !known.includes(name)).map((name) => missing(clusterArn(place, name))),
  })
}

function clusterNames({ nodes }: ServiceContext, call: SignedCall): readonly string[] {
  const place = placeOf(call)
  return unique(nodes.containers(place.accountId, place.region).map(({ cluster }) => cluster))
}
