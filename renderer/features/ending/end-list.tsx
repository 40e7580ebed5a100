import { AppWindow, ArrowLeftRight, Cable } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TunnelView } from '#contract/snapshot.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { formatBytes, formatRate } from '#words/format.ts'
import { spanText } from '#words/span.ts'
import { useNow } from '../../app/clock.ts'
import { useTraffic, useWords } from '../../app/services.ts'
import { movingMs } from '../../app/traffic.ts'

interface EndLineProps {
  readonly icon: ReactNode
  readonly name: string
  readonly note: string
  readonly value: string
  /** Below name and value, where there is more to say. */
  readonly more?: string
  readonly moreValue?: string
}

function EndLine({ icon, name, note, value, more = '', moreValue = '' }: EndLineProps) {
  return (
    <li>
      <span className="end-icon" aria-hidden="true">
        {icon}
      </span>
      <span className="end-program" title={[name, note, more].filter((part) => part !== '').join(' ')}>
        <span className="trunc">
          <b>{name}</b> {note}
        </span>
        {more === '' ? null : <span className="trunc num">{more}</span>}
      </span>
      <span className="end-count num">
        <span>{value}</span>
        {moreValue === '' ? null : <span>{moreValue}</span>}
      </span>
    </li>
  )
}

/** Whether a tunnel moves bytes now, or for how long it has not; empty while nobody knows. */
function useActivity(id: string): { readonly carried: string; readonly activity: string } {
  const { ending, ...words } = useWords()
  const traffic = useTraffic(id)
  const now = useNow(1_000)
  if (traffic === undefined) return { carried: '', activity: '' }
  const { latest, movedAt } = traffic
  const carried = ending.carried(
    formatBytes(latest.bytesIn + latest.bytesOut),
    formatRate(latest.rateIn + latest.rateOut),
  )
  if (movedAt === null) return { carried, activity: '' }
  const idleMs = now - movedAt
  const activity = idleMs <= movingMs ? ending.sending : ending.idle(spanText({ ending, ...words }, idleMs))
  return { carried, activity }
}

/** Who would lose what: a line for each program, one for what the system tells of nobody, and what goes through at present. */
export function ProgramsOf({ tunnel }: { readonly tunnel: TunnelView }) {
  const words = useWords()
  const { carried, activity } = useActivity(tunnel.id)
  const { programs } = tunnel.route[0].facts
  const unnamed = tunnel.clients.open - programs.reduce((sum, { connections }) => sum + connections, 0)
  const icon = <AppWindow size={13} />
  return (
    <ul className="end-list">
      {programs.map(({ program, pid, connections }) => (
        <EndLine
          key={pid}
          icon={icon}
          name={program}
          note={words.ending.pid(pid)}
          value={words.connections(connections)}
        />
      ))}
      {unnamed > 0 ? (
        <EndLine icon={icon} name={words.ending.unknownProgram} note="" value={words.connections(unnamed)} />
      ) : null}
      {carried === '' ? null : <EndLine icon={<ArrowLeftRight size={13} />} name="" note={carried} value={activity} />}
    </ul>
  )
}

function CarryingTunnel({ tunnel }: { readonly tunnel: TunnelView }) {
  const words = useWords()
  const { carried, activity } = useActivity(tunnel.id)
  const { programs } = tunnel.route[0].facts
  const named = programs.map(({ program, pid }) => `${program} ${words.ending.pid(pid)}`)
  return (
    <EndLine
      icon={<Cable size={13} />}
      name={fullName(tunnel)}
      note={carried}
      value={words.connections(tunnel.clients.open)}
      more={named.length === 0 ? words.ending.unknownProgram : named.join(words.listSeparator)}
      moreValue={activity}
    />
  )
}

/** A line for each tunnel that carries connections, with the programs at them; those that carry none in one line. */
export function TunnelsOf({ tunnels }: { readonly tunnels: readonly TunnelView[] }) {
  const words = useWords()
  const resting = tunnels.filter(({ clients }) => clients.open === 0).map(fullName)
  return (
    <ul className="end-list">
      {tunnels
        .filter(({ clients }) => clients.open > 0)
        .map((tunnel) => (
          <CarryingTunnel key={tunnel.id} tunnel={tunnel} />
        ))}
      {resting.length === 0 ? null : (
        <li className="end-rest">{words.ending.withoutConnections(resting.join(words.listSeparator))}</li>
      )}
    </ul>
  )
}
