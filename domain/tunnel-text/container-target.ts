/** The id of the task in what Systems Manager calls a container (`ecs:<cluster>_<task>_<runtime id>`); null for another target. */
export function taskIn(targetId: string): string | null {
  return /^ecs:.+_([^_]+)_[^_]+$/.exec(targetId)?.[1] ?? null
}
