import type { ShellRequest } from '#contract/shells.ts'
import type { TargetList, TargetView } from '#contract/targets.ts'
import type { Environment } from '#contract/tunnel.ts'
import { requestOf } from './line-request.ts'
import { canOpen, groupsOf, type TargetLine } from './target-rows.ts'

/** A target that a shell can be opened on now. */
export interface OpenTarget {
  readonly key: string
  readonly name: string
  readonly id: string
  readonly system: TargetView['system']
  readonly environment: Environment | null
  readonly tags: TargetView['tags']
  readonly request: ShellRequest
}

/** Everything that can be opened now, favourites first. */
export function openTargets(list: TargetList, environments: readonly Environment[]): readonly OpenTarget[] {
  const lines = groupsOf(list, { search: '', kind: 'all', state: 'open' }, environments).flatMap((group) => group.lines)
  return lines.flatMap((line) => openTarget(line, environments))
}

function openTarget(line: TargetLine, environments: readonly Environment[]): readonly OpenTarget[] {
  const { key, name, target, place } = line
  const request = requestOf(line)
  if (target === null || request === null || !canOpen(target)) return []
  const own = target.target
  const id = own.on === 'node' ? own.id : [own.cluster, target.service ?? '', own.container].filter(Boolean).join('/')
  const environment = environments.find((one) => one.id === place.environment) ?? null
  return [{ key, name, id, system: target.system, environment, tags: target.tags, request }]
}
