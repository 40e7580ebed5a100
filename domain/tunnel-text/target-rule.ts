import type { TargetRule } from '#contract/tunnel.ts'

type Tag = Extract<TargetRule, { by: 'tag' }>['tags'][number]

/** Auto Scaling gives it to each instance of a group (Auto Scaling User Guide, "Tag Auto Scaling groups and instances"). */
const groupTag = 'aws:autoscaling:groupName'

/**
 * The tags by which a rule finds nodes; null for one that finds them otherwise. An Auto Scaling group is found by the tag that it gives
 * to its instances: that needs no permission besides those of tags.
 */
export function tagsOf(rule: TargetRule): readonly Tag[] | null {
  if (rule.by === 'auto-scaling-group') return [{ key: groupTag, value: rule.name }]
  return rule.by === 'tag' ? rule.tags : null
}

/** The Auto Scaling group that tags find; null where there are others beside its own. */
export function groupIn(tags: readonly Tag[]): string | null {
  const [only] = tags
  return tags.length === 1 && only?.key === groupTag ? only.value : null
}

/** The filter of EC2's DescribeInstances for a private address or a private DNS name. */
export function addressFilter(address: string): string {
  return ipv4.test(address) ? 'network-interface.addresses.private-ip-address' : 'private-dns-name'
}

const ipv4 = /^\d{1,3}(\.\d{1,3}){3}$/

/** A target rule in one line: an id, `Role=bastion, Env=prod`, an Auto Scaling group's name, an address, or `ecs:cluster/service/container`. */
export function ruleText(rule: TargetRule): string {
  switch (rule.by) {
    case 'id':
      return rule.id
    case 'tag':
      return rule.tags.map((tag) => `${tag.key}=${tag.value}`).join(', ')
    case 'auto-scaling-group':
      return rule.name
    case 'address':
      return rule.address
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
