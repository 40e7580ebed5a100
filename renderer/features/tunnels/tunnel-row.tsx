import { ArrowRight, Ellipsis } from 'lucide-react'
import { memo, useState, type MouseEvent } from 'react'
import { hasOpenSession } from '#domain/tunnel/open-session.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { Environment } from '#contract/tunnel.ts'
import { useActions } from '../../app/actions.ts'
import { useNow } from '../../app/clock.ts'
import { useTraffic, useWords } from '../../app/services.ts'
import { tunnelStateText } from '#words/tunnel-state.ts'
import { formatRate } from '#words/format.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { HostPort } from '../../ui/host-port.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import { Switch } from '../../ui/switch.tsx'
import { MiniRoute } from '../../parts/route/mini-route.tsx'
import { provenHops } from '../../parts/route/hop-words.ts'
import { ticking } from '../../parts/route/route-view.ts'
import { TunnelGlyph } from '../../parts/tunnel/tunnel-glyph.tsx'
import { ExposureMark } from '../../parts/tunnel/exposure-mark.tsx'
import { KindBadge, PortChip } from '../../parts/tunnel/tunnel-marks.tsx'
import { retryNote } from '../../parts/tunnel/retries.ts'
import { useSteady } from '../../parts/tunnel/steady.ts'
import { rowHeight } from './list-layout.ts'
import type { RowHandlers } from './use-row-handlers.ts'
import { isOn, rowSentence, statusLine, viaText, waitsForUser } from '../../parts/tunnel/tunnel-words.ts'

/** Seconds of samples a row's sparkline shows. */
const sparkSeconds = 60

function NameCell({ tunnel }: { readonly tunnel: TunnelView }) {
  const { name, label, endpoint } = tunnel.definition
  return (
    <div className="row-main" role="gridcell">
      <div className="row-name" title={fullName(tunnel)}>
        <b className="trunc">{name}</b>
        {label === undefined ? null : <span>{label}</span>}
        <ExposureMark tunnel={tunnel} />
      </div>
      <div className="row-route">
        <MiniRoute route={provenHops(tunnel)} />
        <span className="mono">
          <span className="row-via">{viaText(tunnel)}</span>
          <span className="row-via">
            <ArrowRight size={11} aria-hidden="true" />
          </span>
          <HostPort host={endpoint.host} port={endpoint.port} />
        </span>
      </div>
    </div>
  )
}

/** True once a value is not the first one any more: a row that is scrolled into view does not fade in. */
function useChanged(value: string): boolean {
  const [first] = useState(value)
  const [changed, setChanged] = useState(false)
  if (!changed && value !== first) setChanged(true)
  return changed
}

interface StateCellProps {
  readonly tunnel: TunnelView
  readonly line: string
  /** That a failure is not the end of it, or null. */
  readonly note: string | null
}

function StateCell({ tunnel, line, note }: StateCellProps) {
  const words = useWords()
  const { kind } = tunnel.status
  const changed = useChanged(kind)
  return (
    <div className="row-state" role="gridcell" key={kind} data-changed={changed ? '' : undefined}>
      <div className="state" data-state={kind}>
        <TunnelGlyph state={kind} />
        <span>{tunnelStateText(tunnel.status, words)}</span>
        {note === null ? null : <small>{note}</small>}
      </div>
      <div className="row-line" title={line}>
        {line}
      </div>
    </div>
  )
}

/** Apart from the cell, so that a second's report draws only where something moves. */
function Rate({ id }: { readonly id: string }) {
  const traffic = useTraffic(id)
  // Before the first report of a second nothing has moved.
  const { samples, latest } = traffic ?? { samples: [], latest: { rateIn: 0, rateOut: 0 } }
  const values = samples.slice(-sparkSeconds).map((sample) => sample.rateIn + sample.rateOut)
  return (
    <div className="row-rate" role="gridcell">
      <Sparkline values={values} />
      <span className="row-rate-value">{formatRate(latest.rateIn + latest.rateOut)}</span>
    </div>
  )
}

/** The one thing to do about a tunnel, where there is one; what it moves, while it is open. */
function RateCell({ tunnel, onWhy }: { readonly tunnel: TunnelView; readonly onWhy: () => void }) {
  const words = useWords()
  const actions = useActions()
  if (hasOpenSession(tunnel.status)) return <Rate id={tunnel.id} />
  const failed = tunnel.status.kind === 'failed'
  if (!failed && !waitsForUser(tunnel)) return <div className="row-rate" />
  return (
    <div className="row-rate" role="gridcell">
      <Button size="small" tabIndex={-1} onClick={failed ? onWhy : () => actions.connect(tunnel.id)}>
        {failed ? words.tunnels.seeWhy : words.tunnels.actions.connect}
      </Button>
    </div>
  )
}

interface ControlsProps {
  readonly tunnel: TunnelView
  readonly tabIndex: number
  readonly onMenu: (at: Element) => void
}

function MenuButton({ tunnel, tabIndex, onMenu }: ControlsProps) {
  const words = useWords()
  const openMenu = (event: MouseEvent<HTMLElement>): void => {
    event.stopPropagation()
    onMenu(event.currentTarget)
  }
  return (
    <IconButton
      label={words.more}
      aria-label={`${words.more}${words.listSeparator}${fullName(tunnel)}`}
      aria-haspopup="menu"
      tabIndex={tabIndex}
      onClick={openMenu}
    >
      <Ellipsis size={16} />
    </IconButton>
  )
}

function Controls({ tunnel, tabIndex, onMenu }: ControlsProps) {
  const words = useWords()
  const actions = useActions()
  const { id } = tunnel
  const { localPort } = tunnel.preference
  return (
    <>
      <div className="row-port" role="gridcell">
        <PortChip place={tunnel.preference} open={isOn(tunnel)} tabIndex={tabIndex} />
      </div>
      <div className="row-switch" role="gridcell">
        <Switch
          checked={isOn(tunnel)}
          label={words.tunnels.listenOn(localPort)}
          onChange={(on) => actions.listen(id, on ? 'on' : 'off')}
          tabIndex={tabIndex}
        />
      </div>
      <div className="row-more" role="gridcell">
        <MenuButton tunnel={tunnel} tabIndex={tabIndex} onMenu={onMenu} />
      </div>
    </>
  )
}

interface TunnelRowProps {
  readonly tunnel: TunnelView
  readonly environment: Environment
  /** Px from the top of its group. */
  readonly top: number
  /** Place in the whole list, from 1. */
  readonly rowIndex: number
  readonly isLast: boolean
  readonly selected: boolean
  /** True for the row the keyboard enters the list at. */
  readonly reachable: boolean
  readonly handlers: RowHandlers
}

/** A click on a control of the row is the control's alone. */
const isOnControl = ({ target }: MouseEvent): boolean => target instanceof Element && target.closest('button') !== null

/** One tunnel in the list: name and route, state, throughput, port, switch. */
export const TunnelRow = memo(function TunnelRow(props: TunnelRowProps) {
  const { environment, top, rowIndex, isLast, selected, reachable, handlers } = props
  const tunnel = useSteady(props.tunnel)
  const words = useWords()
  const now = useNow(ticking(tunnel))
  const { id } = tunnel
  return (
    <div
      className="list-row tunnel-row"
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={selected}
      aria-label={rowSentence(tunnel, environment, words, now)}
      tabIndex={reachable ? 0 : -1}
      style={{ top, height: rowHeight }}
      data-tunnel={id}
      data-last={isLast ? '' : undefined}
      onClick={(event) => (isOnControl(event) ? undefined : handlers.onSelect(id, event))}
      onKeyDown={(event) => handlers.onKey(event, tunnel)}
      onContextMenu={(event) => {
        event.preventDefault()
        handlers.onMenu(id, { x: event.clientX, y: event.clientY })
      }}
    >
      <KindBadge kind={tunnel.definition.kind} />
      <NameCell tunnel={tunnel} />
      <StateCell tunnel={tunnel} line={statusLine(tunnel, words, now)} note={retryNote(tunnel, words, now)} />
      <RateCell tunnel={tunnel} onWhy={() => handlers.onWhy(id)} />
      <Controls tunnel={tunnel} tabIndex={reachable ? 0 : -1} onMenu={(at) => handlers.onMenu(id, at)} />
    </div>
  )
})
