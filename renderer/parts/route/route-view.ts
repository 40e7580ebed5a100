import { waitsForPerson } from '#domain/tunnel-text/waits-for-person.ts'
import type { ReactNode } from 'react'
import type { HopKind } from '#contract/problem.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { Hop, HopHealth, Route, SessionLane } from '#contract/status.ts'
import type { Messages } from '#words/messages.ts'
import { hopSentence, hopWords, problemOfTunnel, provenHops, type HopWords } from './hop-words.ts'

/** One hop as it is drawn. */
export interface HopView extends HopWords {
  readonly kind: HopKind
  readonly health: HopHealth
  /** True for a target that is an ECS task; it has its own picture. */
  readonly container: boolean
  /** Each session, where there are several; of the hop of the session alone. */
  readonly lanes: readonly SessionLane[]
  /** Read aloud instead of the parts. */
  readonly sentence: string
  /** The failing hop's own sentence and actions, in the vertical route. */
  readonly fix?: ReactNode
}

export interface ZoneView {
  readonly zone: Hop['zone']
  readonly label: string
  /** What a wide route adds to the label: the id of the VPC. */
  readonly note: string
  readonly hops: readonly HopView[]
}

/** The VPC of the target, once it is known. */
function vpcOf([, , , target]: Route): string {
  return target.facts.vpc ?? ''
}

function zoneLabel(zone: Hop['zone'], network: string, vpc: string, words: Messages): string {
  if (zone !== 'vpc') return words.route.zones[zone]
  if (network !== '') return words.route.vpc(network)
  return vpc === '' ? words.route.zones.vpc : vpc
}

/** The route of a tunnel as zones of hops. `network` is the name of the account behind it. */
export function routeView(tunnel: TunnelView, network: string, words: Messages, now: number): ZoneView[] {
  const view = (hop: Hop): HopView => {
    const said = hopWords(hop, { tunnel, words, now })
    const container = hop.kind === 'target' && tunnel.definition.target.by === 'ecs'
    const lanes = hop.kind === 'session' ? (hop.facts?.lanes ?? []) : []
    return { ...said, kind: hop.kind, health: hop.health, container, lanes, sentence: hopSentence(hop, said, words) }
  }
  const zones = ['computer', 'ssm', 'vpc'] as const
  const route = provenHops(tunnel)
  return zones.map((zone) => ({
    zone,
    label: zoneLabel(zone, network, vpcOf(tunnel.route), words),
    note: zone === 'vpc' && network !== '' ? vpcOf(tunnel.route) : '',
    hops: route.filter((hop) => hop.zone === zone).map(view),
  }))
}

/** The resolution in ms at which the words of a tunnel change by themselves, or null when they do not. */
export function ticking(tunnel: TunnelView): number | null {
  const status = tunnel.status
  if (status.kind === 'reconnecting') return 1_000
  if (status.kind === 'failed') return status.retry === null ? 30_000 : 1_000
  if (status.kind === 'unanswered') return 1_000
  if (status.kind === 'connecting') return status.step === 'sign-in' || waitsForPerson(status.step) ? 1_000 : null
  return (status.kind === 'ready' || status.kind === 'open') && status.idleCloseAt !== null ? 1_000 : null
}

export { problemOfTunnel }
