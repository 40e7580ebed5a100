import type { TargetRule } from '#contract/tunnel.ts'

type Tag = Extract<TargetRule, { by: 'tag' }>['tags'][number]

/** A target rule in one line: an id, `Role=bastion, Env=prod`, or `ecs:cluster/service/container`. */
export function ruleText(rule: TargetRule): string {
  switch (rule.by) {
    case 'id':
      return rule.id
    case 'tag':
      return rule.tags.map((tag) => `${tag.key}=${tag.value}`).join(', ')
    case 'ecs':
      return `ecs:${rule.cluster}/${rule.service}/${rule.container}`
  }
}

/** A container as a route names it: `ledger / worker / app`; what is not known yet is left out. */
export function containerName({ cluster, service, container }: Extract<TargetRule, { by: 'ecs' }>): string {
  const names = [cluster.slice(cluster.lastIndexOf('/') + 1), service, container]
  return names.filter((name) => name !== '').join(' / ')
}

/** The tags that {@link ruleText} wrote or a person typed; null when a part is not `Key=value`, or there is none. */
export function parseTags(text: string): Tag[] | null {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const tags = parts.map((part) => {
    const at = part.indexOf('=')
    return at < 1 ? null : { key: part.slice(0, at).trim(), value: part.slice(at + 1).trim() }
  })
  const valid = tags.filter((tag) => tag !== null)
  return valid.length === 0 || valid.length < tags.length ? null : valid
}
