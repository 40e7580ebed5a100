import type { ShellTarget } from '#contract/shells.ts'
import type { SessionTarget } from '../ports.ts'

/** What Systems Manager is asked for where a shell, or files, are opened on a target. */
export function sessionTargetOf(target: ShellTarget): SessionTarget {
  switch (target.on) {
    case 'node':
      return { by: 'id', id: target.id }
    case 'rule':
      return target.rule
    case 'container':
      return { by: 'container', cluster: target.cluster, task: target.task, container: target.container }
  }
}
