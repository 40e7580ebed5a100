import './route.css'
import './horizontal-route.css'
import { Fragment } from 'react'
import { useWords } from '../../app/services.ts'
import { HopNode, PipeSegment } from './hop-node.tsx'
import { pipeBetween } from './pipe.ts'
import type { HopView, ZoneView } from './route-view.ts'

/** A long host may wrap, but only before its dots. */
function WrappingHost({ text }: { readonly text: string }) {
  const parts = text.split(/(?=\.)/)
  return parts.map((part, index) => (
    <Fragment key={parts.slice(0, index + 1).join('')}>
      {index === 0 ? null : <wbr />}
      <span className="nowrap">{part}</span>
    </Fragment>
  ))
}

function Title({ hop }: { readonly hop: HopView }) {
  if (hop.kind !== 'endpoint') return <span className={hop.mono ? 'mono' : undefined}>{hop.title}</span>
  const [head = '', ...rest] = hop.title.split('.')
  return (
    <span className="mono">
      {head}
      <span className="hop-host-rest">
        <WrappingHost text={rest.map((part) => `.${part}`).join('')} />
      </span>
    </span>
  )
}

function HorizontalHop({
  hop,
  next,
  moving,
}: {
  readonly hop: HopView
  readonly next: HopView | undefined
  readonly moving: boolean
}) {
  const words = useWords()
  const atRest = hop.kind === 'client' && hop.value === ''
  return (
    <div role="listitem" className="hop" data-health={hop.health} aria-label={hop.sentence}>
      <HopNode kind={hop.kind} health={hop.health} container={hop.container} size="large" />
      {next === undefined ? null : <PipeSegment pipe={pipeBetween(hop.health, next.health)} moving={moving} />}
      <div className="hop-value">{atRest ? hop.title : hop.value}</div>
      <div className="hop-title">
        <Title hop={atRest ? { ...hop, title: words.route.hops.client } : hop} />
      </div>
      <div className="hop-detail">{hop.detail}</div>
    </div>
  )
}

/** The route from left to right; needs 720 px. */
export function HorizontalRoute({ zones, moving }: { readonly zones: readonly ZoneView[]; readonly moving: boolean }) {
  const words = useWords()
  const hops = zones.flatMap((zone) => zone.hops)
  const after = (hop: HopView): HopView | undefined => hops[hops.indexOf(hop) + 1]
  const columns = zones.map((zone) => `minmax(0, ${zone.hops.length}fr)`).join(' ')
  return (
    <div
      role="list"
      className="route-horizontal"
      aria-label={words.route.label}
      style={{ gridTemplateColumns: columns }}
    >
      {zones.map((zone) => (
        <div key={zone.zone} role="presentation" className="zone">
          <span className="zone-label" aria-hidden="true">
            {zone.note === '' ? zone.label : `${zone.label}, ${zone.note}`}
          </span>
          <div role="presentation" className="hops">
            {zone.hops.map((hop) => (
              <HorizontalHop key={hop.kind} hop={hop} next={after(hop)} moving={moving} />
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}
