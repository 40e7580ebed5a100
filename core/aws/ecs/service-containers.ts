import { type ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs'
import type { ServiceTarget } from '../../app/ports.ts'
import { describeTasks, type EcsContainer, namePages, tasksPerCall } from './containers.ts'

/**
 * All containers of the running tasks of a service, whichever the rule means. Where the cluster has no service of that name, of the
 * tasks of that family: those that somebody ran by hand, or a scheduler. Throws what ECS answers: ClusterNotFoundException among it.
 */
export async function containersOfService(
  client: ECSClient,
  { cluster, service }: Pick<ServiceTarget, 'cluster' | 'service'>,
): Promise<readonly EcsContainer[]> {
  const tasks = await tasksOf(client, cluster, { serviceName: service }).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ServiceNotFoundException') return []
    throw error
  })
  const running = tasks.length > 0 ? tasks : await tasksOf(client, cluster, { family: service })
  const found: EcsContainer[] = []
  for (let start = 0; start < running.length; start += tasksPerCall) {
    found.push(...(await describeTasks(client, cluster, running.slice(start, start + tasksPerCall))))
  }
  return found
}

function tasksOf(
  client: ECSClient,
  cluster: string,
  of: { readonly serviceName: string } | { readonly family: string },
): Promise<readonly string[]> {
  return namePages((nextToken) =>
    client
      .send(new ListTasksCommand({ cluster, nextToken, desiredStatus: 'RUNNING', ...of }))
      .then((page) => ({ items: page.taskArns ?? [], next: page.nextToken })),
  )
}
