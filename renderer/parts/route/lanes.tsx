import './lanes.css'
import type { SessionLane } from '#contract/status.ts'
import { formatRate, formatTime } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'
import { useSessionTraffic, useWords } from '../../app/services.ts'
import { LaneGlyph } from './lane-glyph.tsx'

function shortNode(id: string): string {
  return id.length <= 12 ? id : `${id.slice(0, 6)}…${id.slice(-4)}`
}

/** Since when, through which node where that is not the others', and until when. */
function laneDetail({ role, openedAt, replacement }: SessionLane, node: string, { route }: Messages): string {
  const { session } = route
  if (role === 'draining') return session.laneDrains
  if (openedAt === null) return ''
  const time = formatTime(openedAt)
  const opened = node === '' ? session.openedAt(time) : session.openedOn(node, time)
  if (replacement === null) return opened
  const end = formatTime(replacement.at)
  return role === 'serving' ? session.replacedAt(opened, end) : session.laneUntil(opened, end)
}

function Lane({ lane, node }: { readonly lane: SessionLane; readonly node: string }) {
  const words = useWords()
  const { session } = words.route
  const traffic = useSessionTraffic(lane.sessionId)
  const rate = traffic === undefined ? 0 : traffic.rateIn + traffic.rateOut
  const detail = laneDetail(lane, node, words)
  return (
    <li className="lane">
      <LaneGlyph role={lane.role} />
      <span className="lane-role">{session.roles[lane.role]}</span>
      <span className="mono trunc">…{lane.sessionId.slice(-8)}</span>
      <span className="lane-value num">{session.carries(lane.open, rate === 0 ? '' : formatRate(rate))}</span>
      {detail === '' ? null : (
        <span className="lane-detail trunc" title={detail}>
          {detail}
        </span>
      )}
    </li>
  )
}

/** The sessions of a tunnel that has several, inside the hop of the session. */
export function Lanes({ lanes }: { readonly lanes: readonly SessionLane[] }) {
  const { session } = useWords().route
  const isOneNode = new Set(lanes.map(({ targetId }) => targetId)).size === 1
  const nodeOf = ({ targetId }: SessionLane): string => (isOneNode || targetId === null ? '' : shortNode(targetId))
  return (
    <ul className="lanes" aria-label={session.lanes}>
      {lanes.map((lane) => (
        <Lane key={lane.sessionId} lane={lane} node={nodeOf(lane)} />
      ))}
    </ul>
  )
}
