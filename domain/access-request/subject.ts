import type { ShellRequest, ShellTarget } from '#contract/shells.ts'
import type { Endpoint, ProfileRef, SavedTunnel, TargetRule } from '#contract/tunnel.ts'
import { profileOf } from '../profile/profile.ts'
import { programDocument, sessionDocument } from '../session-document.ts'
import { fullName } from '../tunnel-text/full-name.ts'

/** What a request is made for: as much of a tunnel or a shell as an administrator has to know. */
export interface RequestSubject {
  readonly of: 'tunnel' | 'shell'
  readonly name: string
  readonly profile: ProfileRef | null
  /** Twelve digits, as it is written down; what a named profile leads to may be known only from a refusal. */
  readonly accountId: string | null
  readonly roleName: string | null
  readonly region: string
  readonly rule: TargetRule
  /** What a tunnel leads to; a shell leads to its target. */
  readonly endpoint: Endpoint | null
  readonly document: string
}

/** A saved tunnel as the subject of a request. */
export function tunnelSubject(tunnel: SavedTunnel): RequestSubject {
  const { account, region, target, endpoint } = tunnel.definition
  return {
    of: 'tunnel',
    name: fullName(tunnel),
    profile: profileOf(tunnel),
    accountId: account?.accountId ?? null,
    roleName: account?.roleName ?? null,
    region,
    rule: target,
    endpoint,
    document: sessionDocument(tunnel.definition),
  }
}

/** A shell as the subject of a request. */
export function shellSubject({ name, profile, region, target, program }: ShellRequest): RequestSubject {
  const role = profile.type === 'sso' ? profile : null
  return {
    of: 'shell',
    name,
    profile,
    accountId: role?.accountId ?? null,
    roleName: role?.roleName ?? null,
    region,
    rule: ruleOf(target),
    endpoint: null,
    document: programDocument(program),
  }
}

function ruleOf(target: ShellTarget): TargetRule {
  switch (target.on) {
    case 'node':
      return { by: 'id', id: target.id }
    case 'rule':
      return target.rule
    case 'container':
      return { by: 'ecs', cluster: target.cluster, service: target.task, container: target.container }
  }
}
