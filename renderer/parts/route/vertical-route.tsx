import './route.css'
import './vertical-route.css'
import { useWords } from '../../app/services.ts'
import { HopNode, PipeSegment } from './hop-node.tsx'
import { HopTitle } from './hop-title.tsx'
import { pipeBetween } from './pipe.ts'
import type { HopView, ZoneView } from './route-view.ts'

interface RouteProps {
  readonly zones: readonly ZoneView[]
  readonly moving: boolean
  /** Null where nothing can be copied or opened, as in the form. */
  readonly tunnelId: string | null
}

interface HopProps {
  readonly hop: HopView
  readonly next: HopView | undefined
  readonly moving: boolean
  readonly tunnelId: string | null
}

function VerticalHop({ hop, next, moving, tunnelId }: HopProps) {
  return (
    <li className="hop" data-health={hop.health} aria-label={hop.sentence}>
      <HopNode kind={hop.kind} health={hop.health} container={hop.container} size="small" />
      {next === undefined ? null : <PipeSegment pipe={pipeBetween(hop.health, next.health)} moving={moving} />}
      <HopTitle hop={hop} tunnelId={tunnelId} />
      <div className="hop-value">{hop.value}</div>
      <div className="hop-detail trunc" title={hop.detail}>
        {hop.detail}
      </div>
      {hop.fix === undefined ? null : <div className="hop-fix">{hop.fix}</div>}
    </li>
  )
}

/** The route from top to bottom, for panels 336 px and wider. */
export function VerticalRoute({ zones, moving, tunnelId }: RouteProps) {
  const words = useWords()
  const hops = zones.flatMap((zone) => zone.hops)
  const after = (hop: HopView): HopView | undefined => hops[hops.indexOf(hop) + 1]
  return (
    <div className="route-vertical">
      <ul role="list" aria-label={words.route.label}>
        {zones.map((zone) => (
          <li key={zone.zone} role="presentation" className="zone">
            <span className="zone-label" aria-hidden="true">
              {zone.label}
            </span>
            <ul role="presentation">
              {zone.hops.map((hop) => (
                <VerticalHop key={hop.kind} hop={hop} next={after(hop)} moving={moving} tunnelId={tunnelId} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  )
}
