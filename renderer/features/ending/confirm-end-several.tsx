import './confirm-end.css'
import { useRef } from 'react'
import type { TunnelView } from '#contract/snapshot.ts'
import { openConnections } from '#domain/ending/ending.ts'
import { environmentOf } from '#domain/environments.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { useActions } from '../../app/actions.ts'
import { useSnapshot, useView, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { TunnelsOf } from './end-list.tsx'

function Question({ tunnels }: { readonly tunnels: readonly TunnelView[] }) {
  const { ending } = useWords()
  const actions = useActions()
  const { environments } = useSnapshot()
  const safe = useRef<HTMLButtonElement>(null)
  const open = openConnections(tunnels)
  const carrying = tunnels.filter(({ clients }) => clients.open > 0)
  const title = ending.several(tunnels.length, open)
  const undoes = carrying.every(({ definition }) => kinds[definition.kind].undoes === 'unfinished')
  const production = carrying.map(({ definition }) => environmentOf(environments, definition.environment))
  return (
    <Sheet
      label={title}
      size="question"
      role="alertdialog"
      care={production.some(({ isProduction }) => isProduction) ? '' : undefined}
      initialFocus={safe}
      onClose={actions.keepAllRunning}
    >
      <div className="question">
        <h2 className="sheet-title">{title}</h2>
        {open > 0 ? <p>{undoes ? ending.rolledBack(open) : ending.cutOff(open)}</p> : null}
        {open > 0 ? <TunnelsOf tunnels={tunnels} /> : null}
      </div>
      <div className="question-foot">
        <Button ref={safe} shortcut="esc" onClick={actions.keepAllRunning}>
          {ending.keep}
        </Button>
        <Button variant="danger" onClick={() => actions.endAll(tunnels)}>
          {ending.action.disarm(open)}
        </Button>
      </div>
    </Sheet>
  )
}

/** Asks once before several tunnels are stopped of which some carry connections; the safe answer has the focus. */
export function ConfirmEndSeveral() {
  const ids = useView((state) => state.pendingStop)
  const { tunnels } = useSnapshot()
  return ids === null ? null : <Question tunnels={tunnels.filter(({ id }) => ids.includes(id))} />
}
