import { hopOf } from '#domain/problem/traits.ts'
import './detail-panel.css'
import './detail-sections.css'
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { tunnelStateText } from '#words/tunnel-state.ts'
import { useActions } from '../../app/actions.ts'
import { useMedia } from '../../app/appearance.ts'
import { useNow } from '../../app/clock.ts'
import { useEscape } from '../../app/global-keys.ts'
import {
  useEnvironment,
  useProfiles,
  useServices,
  useSnapshot,
  useTraffic,
  useView,
  useWords,
} from '../../app/services.ts'
import { movingMs } from '../../app/traffic.ts'
import { accessOf } from '#domain/node-access/access-place.ts'
import { isOpen } from '#domain/node-access/access.ts'
import { hasOpenSession } from '#domain/tunnel/open-session.ts'
import { waitsForPerson } from '#domain/tunnel-text/waits-for-person.ts'
import type { NodeAccessView } from '#contract/node-access.ts'
import { NodeAccess } from '../../parts/node-access/node-access.tsx'
import { ExposureBar } from './exposure-bar.tsx'
import { FailureFix } from './failure-fix.tsx'
import { routeView, ticking } from '../../parts/route/route-view.ts'
import { VerticalRoute } from '../../parts/route/vertical-route.tsx'
import { accountName } from '../../parts/tunnel/account.ts'
import { TunnelGlyph } from '../../parts/tunnel/tunnel-glyph.tsx'
import { EnvironmentTag, KindBadge, PortChip, productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { retryNote } from '../../parts/tunnel/retries.ts'
import { useSteady } from '../../parts/tunnel/steady.ts'
import { TunnelControls } from '../../parts/tunnel/tunnel-controls.tsx'
import { isOn, statusLine, waitsForUser } from '../../parts/tunnel/tunnel-words.ts'
import { Button } from '../../ui/button.tsx'
import { Connections } from './connections.tsx'
import { CommandBlock, ConnectionStrings } from './connection-strings.tsx'
import { PanelResize } from './panel-resize.tsx'
import { ThroughputGraph } from './throughput-graph.tsx'
import { Timeline } from '../../parts/tunnel/timeline.tsx'

interface PanelProps {
  readonly tunnel: TunnelView
}

/** True while bytes moved a moment ago. */
function useMoving(id: string): boolean {
  const traffic = useTraffic(id)
  const at = traffic?.samples.at(-1)?.at
  return traffic !== undefined && traffic.movedAt !== null && at !== undefined && at - traffic.movedAt <= movingMs
}

function Head({ tunnel, onClose }: PanelProps & { readonly onClose: () => void }) {
  const profiles = useProfiles((state) => state.profiles)
  const { name, label, kind, region } = tunnel.definition
  const environment = useEnvironment(tunnel)
  const profile = profileOf(tunnel)
  const role = profile?.type === 'sso' ? [profile.roleName] : []
  return (
    <div className="panel-head">
      <KindBadge kind={kind} />
      <h2 title={fullName(tunnel)}>
        <span className="trunc">{name}</span>
        {label === undefined ? null : <span className="panel-label">{label}</span>}
        <EnvironmentTag environment={environment} />
      </h2>
      <TunnelControls tunnel={tunnel} onClose={onClose} />
      <div className="panel-sub trunc">
        {[accountName(tunnel, profiles), ...role, region].filter((part) => part !== '').join(', ')}
      </div>
    </div>
  )
}

function StateBar({ tunnel }: PanelProps) {
  const words = useWords()
  const now = useNow(ticking(tunnel))
  const actions = useActions()
  const { status } = tunnel
  const broken = status.kind === 'failed' ? hopOf(status.problem) : null
  const at = broken === null ? null : words.tunnels.at[broken]
  const note = retryNote(tunnel, words, now)
  const line = [at ?? statusLine(tunnel, words, now), ...(note === null ? [] : [note])].join(words.listSeparator)
  return (
    <div className="panel-state">
      <span className="state" data-state={status.kind}>
        <TunnelGlyph state={status.kind} />
        <span className={`word-${status.kind}`}>{tunnelStateText(status, words)}</span>
      </span>
      <span className="t3 trunc grow num" title={line}>
        {line}
      </span>
      {waitsForUser(tunnel) ? (
        <Button size="small" variant="primary" onClick={() => actions.connect(tunnel.id)}>
          {words.tunnels.actions.connect}
        </Button>
      ) : null}
      <PortChip place={tunnel.preference} open={isOn(tunnel)} />
    </div>
  )
}

/** What is shown of access on request: the question while the tunnel waits for it, the time while it goes through it. */
function shownAccess(tunnel: TunnelView, all: readonly NodeAccessView[]): NodeAccessView | null {
  const access = accessOf(tunnel, all)
  if (access === null) return null
  if (access.status.kind === 'granted') return hasOpenSession(tunnel.status) ? access : null
  const asks = tunnel.status.kind === 'connecting' && waitsForPerson(tunnel.status.step)
  return asks && isOpen(access.status) ? access : null
}

function PanelRoute({ tunnel }: PanelProps) {
  const words = useWords()
  const now = useNow(ticking(tunnel))
  const moving = useMoving(tunnel.id)
  const profiles = useProfiles((state) => state.profiles)
  const access = shownAccess(tunnel, useSnapshot().nodeAccess)
  const zones = routeView(tunnel, accountName(tunnel, profiles), words, now)
  const fixed = zones.map((zone) => ({
    ...zone,
    hops: zone.hops.map((hop) => {
      if (hop.health === 'fail') return { ...hop, fix: <FailureFix tunnel={tunnel} /> }
      return hop.kind === 'session' && access !== null
        ? { ...hop, fix: <NodeAccess access={access} meanwhile={words.access.noHurry} /> }
        : hop
    }),
  }))
  return <VerticalRoute zones={fixed} moving={moving} tunnelId={tunnel.id} />
}

/** What of this computer's environment counts on the way: inherited profiles, regions and keys never do. */
function HeededVariables() {
  const { route } = useWords()
  const { heededVariables: variables = [] } = useSnapshot().app
  if (variables.length === 0) return null
  const named = variables.map(({ name, host }) => (host === null ? name : `${name} (${host})`))
  return <p className="t3 panel-heeded">{route.heeded(named)}</p>
}

function Scroller({ children, name }: { readonly children: ReactNode; readonly name: string }) {
  const box = useRef<HTMLDivElement>(null)
  const [scrolled, setScrolled] = useState(false)
  useEffect(() => {
    if (box.current !== null) box.current.scrollTop = 0
    setScrolled(false)
  }, [name])
  return (
    <div
      className="panel-scroll"
      ref={box}
      data-scrolled={scrolled ? '' : undefined}
      onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 0)}
    >
      {children}
    </div>
  )
}

/** Where the panel lies over the list it takes the focus; beside the list the focus stays with the row. */
function useDrawerFocus(id: string): RefObject<HTMLElement | null> {
  const box = useRef<HTMLElement>(null)
  const drawer = useMedia('(max-width: 1039px)')
  useEffect(() => {
    const isInside = box.current?.contains(document.activeElement) === true
    if (drawer && !isInside) box.current?.focus()
  }, [drawer, id])
  return box
}

/** Shows the tunnel's history, and puts the keyboard there, when that is what somebody came for. */
function useLedToEvents(): RefObject<HTMLElement | null> {
  const { view } = useServices()
  const panelAt = useView((state) => state.panelAt)
  const events = useRef<HTMLElement>(null)
  useEffect(() => {
    if (panelAt === 'top') return
    events.current?.scrollIntoView({ block: 'start' })
    events.current?.focus({ preventScroll: true })
    view.setState({ panelAt: 'top' })
  }, [view, panelAt])
  return events
}

/** What scrolls: the route first, and what happened before the strings where that is what somebody looks for. */
function Content({ tunnel }: PanelProps) {
  const words = useWords()
  const { id, status } = tunnel
  const broken = status.kind === 'failed'
  const title = words.tunnels.detail.events
  const events = <Timeline ref={useLedToEvents()} title={title} entries={tunnel.timeline} limit={8} />
  return (
    <Scroller name={id}>
      <section className="panel-section">
        <PanelRoute tunnel={tunnel} />
        <HeededVariables />
      </section>
      <Connections key={id} tunnel={tunnel} />
      {broken || status.kind === 'stopped' ? null : <ThroughputGraph id={id} />}
      {broken ? events : null}
      <ConnectionStrings tunnel={tunnel} />
      {broken ? null : events}
      <CommandBlock tunnel={tunnel} />
    </Scroller>
  )
}

/** Puts the keyboard on a tunnel's row; where a filter took that away, on the one at which it enters the list. */
function focusRowOf(id: string): void {
  const row = document.querySelector<HTMLElement>(`[data-tunnel="${id}"]`)
  const stop = row ?? document.querySelector<HTMLElement>('[role="grid"] [role="row"][tabindex="0"]')
  stop?.focus()
}

/** One tunnel: its route, rates, strings and history. */
export function DetailPanel(props: PanelProps) {
  const tunnel = useSteady(props.tunnel)
  const words = useWords()
  const { view } = useServices()
  const width = useView((state) => state.panelWidth)
  const { id } = tunnel
  const environment = useEnvironment(tunnel)
  const close = (): void => {
    view.setState({ panelOpen: false })
    focusRowOf(id)
  }
  useEscape(close)
  const box = useDrawerFocus(id)
  return (
    <aside
      className="panel"
      data-production={productionOf(environment)}
      aria-label={words.tunnels.detail.label}
      style={{ width }}
      ref={box}
      tabIndex={-1}
    >
      <PanelResize />
      <Head tunnel={tunnel} onClose={close} />
      <StateBar tunnel={tunnel} />
      <ExposureBar tunnel={tunnel} />
      <Content tunnel={tunnel} />
    </aside>
  )
}
