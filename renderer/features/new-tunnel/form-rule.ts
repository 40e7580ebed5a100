import type { TargetRule } from '#contract/tunnel.ts'
import { parseTags, ruleText } from '#domain/tunnel-text/target-rule.ts'

/** A target rule as it is typed: what was written for another kind of rule stays. */
export interface RuleValues {
  readonly by: TargetRule['by']
  readonly tags: string
  readonly instance: string
  /** Name of an Auto Scaling group. */
  readonly group: string
  readonly address: string
  readonly cluster: string
  readonly service: string
  readonly container: string
}

/** Nothing typed yet. */
export const noRule: RuleValues = {
  by: 'tag',
  tags: '',
  instance: '',
  group: '',
  address: '',
  cluster: '',
  service: '',
  container: '',
}

/** The fields of a saved rule. */
export function ruleValues(rule: TargetRule): RuleValues {
  const none = { ...noRule, by: rule.by }
  if (rule.by === 'id') return { ...none, instance: rule.id }
  if (rule.by === 'auto-scaling-group') return { ...none, group: rule.name }
  if (rule.by === 'address') return { ...none, address: rule.address }
  if (rule.by === 'ecs') return { ...none, cluster: rule.cluster, service: rule.service, container: rule.container }
  return { ...none, tags: ruleText(rule) }
}

/** The target rule as typed, not yet checked. */
export function ruleOf(values: RuleValues): TargetRule {
  if (values.by === 'id') return { by: 'id', id: values.instance.trim() }
  if (values.by === 'tag') return { by: 'tag', tags: parseTags(values.tags) ?? [] }
  if (values.by === 'auto-scaling-group') return { by: 'auto-scaling-group', name: values.group.trim() }
  if (values.by === 'address') return { by: 'address', address: values.address.trim() }
  return {
    by: 'ecs',
    cluster: values.cluster.trim(),
    service: values.service.trim(),
    container: values.container.trim(),
  }
}
