import './confirm-end.css'
import { AppWindow } from 'lucide-react'
import { useRef } from 'react'
import type { TunnelView } from '#contract/snapshot.ts'
import { endAtMost } from '#domain/ending/ending.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { useActions } from '../../app/actions.ts'
import { revealTunnel } from '../../app/reveal-tunnel.ts'
import { useEnvironment, useServices, useTunnel, useView, useWords } from '../../app/services.ts'
import type { PendingEnd } from '../../app/view-store.ts'
import { productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { Button } from '../../ui/button.tsx'
import { Sheet } from '../../ui/sheet.tsx'

/** Who would lose what: a line for each program, and one for what the system tells of nobody. */
function EndList({ tunnel }: { readonly tunnel: TunnelView }) {
  const words = useWords()
  const { programs } = tunnel.route[0].facts
  const unnamed = tunnel.clients.open - programs.reduce((sum, { connections }) => sum + connections, 0)
  return (
    <ul className="end-list">
      {programs.map(({ program, pid, connections }) => (
        <EndLine
          key={pid}
          program={program}
          note={words.ending.pid(pid)}
          connections={words.connections(connections)}
        />
      ))}
      {unnamed > 0 ? (
        <EndLine program={words.ending.unknownProgram} note="" connections={words.connections(unnamed)} />
      ) : null}
    </ul>
  )
}

interface EndLineProps {
  readonly program: string
  readonly note: string
  readonly connections: string
}

function EndLine({ program, note, connections }: EndLineProps) {
  return (
    <li>
      <span className="end-icon">
        <AppWindow size={13} aria-hidden="true" />
      </span>
      <span className="end-program trunc">
        <b>{program}</b> <span>{note}</span>
      </span>
      <span className="end-count num">{connections}</span>
    </li>
  )
}

function Question({ pending, tunnel }: { readonly pending: PendingEnd; readonly tunnel: TunnelView }) {
  const { ending } = useWords()
  const actions = useActions()
  const { view } = useServices()
  const production = productionOf(useEnvironment(tunnel))
  const safe = useRef<HTMLButtonElement>(null)
  const { open } = tunnel.clients
  const title = ending.title[pending.order](fullName(tunnel), open)
  const { undoes } = kinds[tunnel.definition.kind]
  const confirm = async (): Promise<void> => {
    const done = (await actions.end(pending, endAtMost(open))) === 'done'
    if (done && pending.order === 'change') view.setState(revealTunnel(pending.id, 'row'))
  }
  return (
    <Sheet
      label={title}
      size="question"
      role="alertdialog"
      care={production}
      initialFocus={safe}
      onClose={actions.keepAll}
    >
      <div className="question">
        <h2 className="sheet-title">{title}</h2>
        {open > 0 ? <p>{undoes === 'unfinished' ? ending.rolledBack(open) : ending.cutOff(open)}</p> : null}
        {open > 0 ? <EndList tunnel={tunnel} /> : null}
      </div>
      <div className="question-foot">
        <Button ref={safe} shortcut="esc" onClick={actions.keepAll}>
          {ending.keep}
        </Button>
        <Button variant="danger" onClick={() => void confirm()}>
          {ending.action[pending.order](open)}
        </Button>
      </div>
    </Sheet>
  )
}

/** Asks before open connections are ended; the safe answer has the focus. */
export function ConfirmEnd() {
  const pending = useView((state) => state.pendingEnd)
  const tunnel = useTunnel(pending?.id ?? null)
  return pending === null || tunnel === null ? null : <Question pending={pending} tunnel={tunnel} />
}
