import { AppWindow, Container, Database, EthernetPort, Server, Waypoints } from 'lucide-react'
import type { HopKind } from '#contract/problem.ts'
import type { HopHealth } from '#contract/status.ts'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import type { Pipe } from './pipe.ts'

const icons = { client: AppWindow, port: EthernetPort, session: Waypoints, target: Server, endpoint: Database } as const

/** The picture of a hop without its ring. */
function HopIcon({
  kind,
  container,
  size,
}: {
  readonly kind: HopKind
  readonly container: boolean
  readonly size: number
}) {
  const Icon = kind === 'target' && container ? Container : icons[kind]
  return <Icon size={size} aria-hidden="true" />
}

function Orbit() {
  return (
    <svg className="orbit" viewBox="0 0 26 26" fill="none" aria-hidden="true">
      <g className="turning">
        <path d="M13 1.5A11.5 11.5 0 0 1 24.5 13" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
        <circle cx="13" cy="13" r="12.9" />
      </g>
    </svg>
  )
}

interface HopNodeProps {
  readonly kind: HopKind
  readonly health: HopHealth
  readonly container: boolean
  readonly size: 'small' | 'large'
}

/** The node of a hop: a disc, or a rounded square where the route is broken. */
export function HopNode({ kind, health, container, size }: HopNodeProps) {
  const large = size === 'large'
  const badge = health === 'fail' ? 'failed' : large && health === 'ok' ? 'ready' : null
  return (
    <span className="node" data-size={size}>
      <HopIcon kind={kind} container={container} size={large ? 17 : 14} />
      {health === 'work' || health === 'warn' ? <Orbit /> : null}
      {badge === null ? null : (
        <span className="badge">
          <StateGlyph glyph={badge} size={health === 'fail' && !large ? 13 : 15} />
        </span>
      )}
    </span>
  )
}

/** The pipe to the next hop. `moving` sends gaps down an open core. */
export function PipeSegment({ pipe, moving }: { readonly pipe: Pipe; readonly moving: boolean }) {
  return (
    <span className="pipe" data-pipe={pipe} data-moving={moving && pipe === 'ok' ? '' : undefined} aria-hidden="true">
      {pipe === 'cut' ? (
        <>
          <i />
          <i />
        </>
      ) : null}
      {pipe === 'idle' || pipe === 'none' ? null : <span className="core" />}
    </span>
  )
}
