import type { ConsolePageName } from '#contract/calls.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { consolePage } from '../kinds/kinds.ts'
import { partitionOf } from '../partition/partition.ts'
import { portalOf, profileOf } from '../profile/profile.ts'
import { taskIn } from '../tunnel-text/container-target.ts'

function consoleHost(region: string): string {
  return partitionOf(region).consoleHost ?? `${region}.console.aws.amazon.com`
}

/** The pages a route can be followed to. */
interface ConsolePage {
  readonly page: ConsolePageName
  /** The node that was found last, or null before the first connection. */
  readonly targetId: string | null
  /** The network of that node. */
  readonly vpc: string | null
}

function consolePath(tunnel: SavedTunnel, page: ConsolePage): string {
  const region = tunnel.definition.region
  switch (page.page) {
    case 'session':
      return `/systems-manager/session-manager/sessions?region=${region}`
    case 'target':
      if (page.targetId?.startsWith('i-'))
        return `/ec2/home?region=${region}#InstanceDetails:instanceId=${page.targetId}`
      if (tunnel.definition.target.by === 'ecs')
        return `${ecsPath(tunnel.definition.target.cluster, page.targetId)}?region=${region}`
      return `/systems-manager/fleet-manager/managed-nodes?region=${region}`
    case 'endpoint':
      return consolePage(tunnel.definition.kind, region)
    case 'security-groups':
      return `/ec2/home?region=${region}#SecurityGroups:${page.vpc === null ? '' : `search=${page.vpc}`}`
  }
}

/** The task that was found, or the services of its cluster. `cluster`: its name or ARN. */
function ecsPath(cluster: string, targetId: string | null): string {
  const name = encodeURIComponent(cluster.slice(cluster.lastIndexOf('/') + 1))
  const task = targetId === null ? null : taskIn(targetId)
  return `/ecs/v2/clusters/${name}/${task === null ? 'services' : `tasks/${task}`}`
}

/**
 * Address of the console page about one hop of a tunnel. With an SSO profile and the session's start URL it goes through
 * the access portal, which opens the right account with the right role.
 */
export function consoleUrl(tunnel: SavedTunnel, page: ConsolePage, startUrl: string | null): string {
  const destination = `https://${consoleHost(tunnel.definition.region)}${consolePath(tunnel, page)}`
  const profile = profileOf(tunnel)
  if (profile?.type !== 'sso' || startUrl === null || !startUrl.startsWith('https://')) return destination
  const { accountId, roleName } = profile
  const query = Object.entries({ account_id: accountId, role_name: roleName, destination })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  return `${portalOf(startUrl)}/#/console?${query}`
}
