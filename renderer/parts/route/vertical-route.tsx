import './route.css'
import './vertical-route.css'
import { useWords } from '../../app/services.ts'
import { HopNode, PipeSegment } from './hop-node.tsx'
import { HopTitle } from './hop-title.tsx'
import { Lanes } from './lanes.tsx'
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
    <div role="listitem" className="hop" data-health={hop.health} aria-label={hop.sentence}>
      <HopNode kind={hop.kind} health={hop.health} container={hop.container} size="small" />
      {next === undefined ? null : <PipeSegment pipe={pipeBetween(hop.health, next.health)} moving={moving} />}
      <HopTitle hop={hop} tunnelId={tunnelId} />
      <div className="hop-value">{hop.value}</div>
      <div className="hop-detail trunc" title={hop.detail}>
        {hop.detail}
      </div>
      {hop.lanes.length === 0 ? null : <Lanes lanes={hop.lanes} />}
      {hop.fix === undefined ? null : <div className="hop-fix">{hop.fix}</div>}
    </div>
  )
}

/**
 * The route from top to bottom, for panels 336 px and wider: one list of hops. Zones are drawn; a list in a list, or an item of a
 * list that is none to assistive technology, would leave them no list at all.
 */
export function VerticalRoute({ zones, moving, tunnelId }: RouteProps) {
  const words = useWords()
  const hops = zones.flatMap((zone) => zone.hops)
  const after = (hop: HopView): HopView | undefined => hops[hops.indexOf(hop) + 1]
  return (
    <div className="route-vertical">
      <div role="list" aria-label={words.route.label}>
        {zones.map((zone) => (
          <div key={zone.zone} role="presentation" className="zone">
            <span className="zone-label" aria-hidden="true">
              {zone.label}
            </span>
            {zone.hops.map((hop) => (
              <VerticalHop key={hop.kind} hop={hop} next={after(hop)} moving={moving} tunnelId={tunnelId} />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}
