import type { ReactNode } from 'react'
import type { HopKind } from '#contract/problem.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { Hop, HopHealth } from '#contract/status.ts'
import type { Messages } from '../../messages/messages.ts'
import { hopSentence, hopWords, problemOfTunnel, provenHops, type HopWords } from './hop-words.ts'

/** One hop as it is drawn. */
export interface HopView extends HopWords {
  readonly kind: HopKind
  readonly health: HopHealth
  /** True for a target that is an ECS task; it has its own picture. */
  readonly container: boolean
  /** Read aloud instead of the parts. */
  readonly sentence: string
  /** The failing hop's own sentence and actions, in the vertical route. */
  readonly fix?: ReactNode
}

export interface ZoneView {
  readonly zone: Hop['zone']
  readonly label: string
  readonly hops: readonly HopView[]
}

function zoneLabel(zone: Hop['zone'], hops: readonly Hop[], network: string, words: Messages): string {
  if (zone !== 'vpc') return words.route.zones[zone]
  const vpc = hops.find((hop) => hop.kind === 'target')?.facts['vpc']
  return words.route.vpc(vpc === undefined || vpc === '' ? network : String(vpc))
}

/** The route of a tunnel as zones of hops. `network` names the far network when its VPC is not known. */
export function routeView(tunnel: TunnelView, network: string, words: Messages, now: number): ZoneView[] {
  const view = (hop: Hop): HopView => {
    const said = hopWords(hop, { tunnel, words, now })
    const container = hop.kind === 'target' && tunnel.spec.target.by === 'ecs'
    return { ...said, kind: hop.kind, health: hop.health, container, sentence: hopSentence(hop, said, words) }
  }
  const zones = ['computer', 'ssm', 'vpc'] as const
  const route = provenHops(tunnel)
  return zones.map((zone) => ({
    zone,
    label: zoneLabel(zone, tunnel.route, network, words),
    hops: route.filter((hop) => hop.zone === zone).map(view),
  }))
}

/** The resolution in ms at which the words of a tunnel change by themselves, or null when they do not. */
export function ticking(tunnel: TunnelView): number | null {
  const status = tunnel.status
  if (status.kind === 'reconnecting' || (status.kind === 'failed' && status.retry !== null)) return 1_000
  return status.kind === 'ready' && status.idleCloseAt !== null ? 1_000 : null
}

export { problemOfTunnel }
