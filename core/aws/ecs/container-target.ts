/** Names or ARNs of a container, and its id in the runtime. */
interface Named {
  readonly cluster: string
  readonly task: string
  readonly runtimeId: string
}

/**
 * `ecs:<cluster>_<task>_<runtime id>`: what Systems Manager calls a container (`docs/reference/aws-services.md`). Its last part is
 * another one after each restart of the container.
 */
export function containerTargetId({ cluster, task, runtimeId }: Named): string {
  return `ecs:${lastPart(cluster)}_${lastPart(task)}_${runtimeId}`
}

/** The name in an ARN; a name stays as it is. */
export const lastPart = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1)
