import type { HopOf } from '#contract/status.ts'
import type { TargetRule } from '#contract/tunnel.ts'
import { taskIn } from '#domain/tunnel-text/container-target.ts'
import { containerName } from '#domain/tunnel-text/target-rule.ts'
import { shortenTask } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'

type Found = Pick<HopOf<'target'>['facts'], 'matches' | 'name' | 'rule'> & { readonly targetId: string }

/** `ap-northeast-1a` → `1a`: the region is named elsewhere. */
export const shortZone = (zone: string): string => /^[a-z]{2}(?:-[a-z]+)+-(\d+[a-z])$/.exec(zone)?.[1] ?? zone

/** How a target was found: by which task, as which of several matches, or what it is called. */
export function howFound(target: TargetRule, { targetId, matches, name, rule }: Found, words: Messages): string | null {
  const task = taskIn(targetId)
  if (task !== null) return words.route.target.ofTasks(shortenTask(task), matches ?? 1)
  if (target.by === 'id') return name
  return matches === null ? rule : words.route.target.matches(rule, matches)
}

/** What stands at the hop: a container by its names, whatever Systems Manager calls it today; else the node's id. */
export function targetName(target: TargetRule, idOrRule: string): { readonly title: string; readonly mono: boolean } {
  return target.by === 'ecs' ? { title: containerName(target), mono: false } : { title: idOrRule, mono: true }
}
