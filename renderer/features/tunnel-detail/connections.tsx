import './connections.css'
import { useRef, useState, type KeyboardEvent } from 'react'
import type { Connection } from '#contract/connections.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { SessionLane } from '#contract/status.ts'
import { formatBytes, formatRate } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'
import { spanText } from '#words/span.ts'
import { useWords } from '../../app/services.ts'
import { LaneGlyph } from '../../parts/route/lane-glyph.tsx'
import { useConnections } from './use-connections.ts'

/** As many are shown before somebody asks for all. */
const shownAtFirst = 20

type Roles = ReadonlyMap<string, SessionLane['role']>

/** What each of several sessions is; empty where there is one. */
function rolesOf({ route }: TunnelView): Roles {
  return new Map(route[2].facts?.lanes.map(({ sessionId, role }) => [sessionId, role]) ?? [])
}

/** Those that nobody answers first, then those that wait for a session, then the oldest: a row stays where it is. */
function inOrder(connections: readonly Connection[]): readonly Connection[] {
  const rank = ({ doing }: Connection): number => ['unanswered', 'parked'].indexOf(doing.kind) + 1 || 3
  return connections.toSorted((one, other) => rank(one) - rank(other) || other.ageMs - one.ageMs)
}

function doingText({ doing }: Connection, words: Messages): string {
  const { doing: say } = words.tunnels.detail.connections
  return doing.kind === 'moving' ? say.moving : say[doing.kind](spanText(words, doing.forMs))
}

function Lane({ role }: Pick<SessionLane, 'role'>) {
  const { roles } = useWords().route.session
  return (
    <span className="connection-lane" title={roles[role]}>
      <LaneGlyph role={role} />
      <span className="connection-role">{roles[role]}</span>
    </span>
  )
}

interface RowProps {
  readonly connection: Connection
  /** Null: there is one session, and nothing to tell apart. */
  readonly role: SessionLane['role'] | 'none' | null
  readonly isStop: boolean
}

function Row({ connection, role, isStop }: RowProps) {
  const words = useWords()
  const { program, from, ageMs, bytesIn, bytesOut, rateIn, rateOut, doing } = connection
  const { unknownProgram, pid, received, sent } = words.tunnels.detail.connections
  const unknown = from === undefined ? unknownProgram : words.tunnels.exposure.from(from)
  const says = doingText(connection, words)
  return (
    <tr data-doing={doing.kind} tabIndex={isStop ? 0 : -1}>
      <td>
        <div className="trunc">
          <span className="connection-program">{program?.name ?? unknown}</span>
          {typeof program?.pid === 'number' ? <span className="t3"> {pid(program.pid)}</span> : null}
        </div>
        <div className="connection-doing trunc" title={says}>
          {says}
        </div>
      </td>
      <td>{spanText(words, ageMs)}</td>
      <td>
        <div title={received}>↓ {formatBytes(bytesIn)}</div>
        <div title={sent}>↑ {formatBytes(bytesOut)}</div>
      </td>
      <td>{formatRate(rateIn + rateOut)}</td>
      {role === null ? null : <td>{role === 'none' ? null : <Lane role={role} />}</td>}
    </tr>
  )
}

/** One stop of the Tab key: the arrows go from row to row. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined || !(event.target instanceof HTMLTableRowElement)) return
  const rows = [...event.currentTarget.querySelectorAll('tr')]
  const next = rows[rows.indexOf(event.target) + step]
  event.preventDefault()
  event.stopPropagation()
  next?.focus()
}

function Head({ hasLanes }: { readonly hasLanes: boolean }) {
  const { columns } = useWords().tunnels.detail.connections
  return (
    <thead>
      <tr>
        <th scope="col">{columns.program}</th>
        <th scope="col">{columns.age}</th>
        <th scope="col">{columns.data}</th>
        <th scope="col">{columns.rate}</th>
        {hasLanes ? <th scope="col">{columns.lane}</th> : null}
      </tr>
    </thead>
  )
}

/** Two clients may have one port, on one address each. */
function keysOf(connections: readonly Connection[]): readonly string[] {
  const times = new Map<number, number>()
  return connections.map(({ peerPort }) => {
    const time = (times.get(peerPort) ?? 0) + 1
    times.set(peerPort, time)
    return `${peerPort}-${time}`
  })
}

interface RowsProps {
  readonly shown: readonly Connection[]
  readonly roles: Roles
}

function Rows({ shown, roles }: RowsProps) {
  const [stop, setStop] = useState(0)
  const body = useRef<HTMLTableSectionElement>(null)
  const keys = keysOf(shown)
  const tabStop = Math.min(stop, shown.length - 1)
  const roleOf = ({ sessionId }: Connection): RowProps['role'] =>
    roles.size === 0 ? null : ((sessionId === null ? undefined : roles.get(sessionId)) ?? 'none')
  const focused = (row: Element): void => setStop([...(body.current?.children ?? [])].indexOf(row))
  return (
    <tbody ref={body} onKeyDown={moveFocus} onFocus={({ target }) => focused(target)}>
      {shown.map((connection, index) => (
        <Row key={keys[index]} connection={connection} role={roleOf(connection)} isStop={index === tabStop} />
      ))}
    </tbody>
  )
}

/** Who is connected to the port: program, age, bytes, and what each does now. Nothing where nobody is. */
export function Connections({ tunnel }: { readonly tunnel: TunnelView }) {
  const words = useWords().tunnels.detail.connections
  const list = useConnections(tunnel)
  const [isWhole, setWhole] = useState(false)
  if (list === null || list.connections.length === 0) return null
  const all = inOrder(list.connections)
  const shown = isWhole ? all : all.slice(0, shownAtFirst)
  const roles = rolesOf(tunnel)
  const isCut = shown.length < all.length
  return (
    <section className="panel-section connections">
      <h3 className="section-head">
        {words.title}
        <span className="section-side num">{all.length + list.more}</span>
      </h3>
      <table aria-label={words.title}>
        <Head hasLanes={roles.size > 0} />
        <Rows shown={shown} roles={roles} />
      </table>
      {isCut ? (
        <button type="button" className="link" onClick={() => setWhole(true)}>
          {words.showAll(all.length)}
        </button>
      ) : null}
      {!isCut && list.more > 0 ? <p className="t3">{words.more(list.more)}</p> : null}
    </section>
  )
}
