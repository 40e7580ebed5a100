import { type ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs'
import type { ServiceTarget } from '../../app/ports.ts'
import { describeAll, type EcsContainer, namePages } from './containers.ts'

/**
 * All containers of the running tasks of a service, whichever the rule means. Where the cluster has no service of that name, of the
 * tasks of that family: those that somebody ran by hand, or a scheduler. Throws what ECS answers: ClusterNotFoundException among it.
 */
export async function containersOfService(
  client: ECSClient,
  { cluster, service }: Pick<ServiceTarget, 'cluster' | 'service'>,
): Promise<readonly EcsContainer[]> {
  const tasks = await tasksOf(client, cluster, { serviceName: service }).catch((error: unknown) => {
    // A service that is scaled to zero has none, and the tasks of a family of its name are not its own.
    if (error instanceof Error && error.name === 'ServiceNotFoundException')
      return tasksOf(client, cluster, { family: service })
    throw error
  })
  return describeAll(client, cluster, tasks)
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
