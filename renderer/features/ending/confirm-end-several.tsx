import type { TunnelView } from '#contract/snapshot.ts'
import { openConnections } from '#domain/ending/ending.ts'
import { environmentOf } from '#domain/environments.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { useActions } from '../../app/actions.ts'
import { useSnapshot, useView, useWords } from '../../app/services.ts'
import { Question } from '../../ui/question.tsx'
import { TunnelsOf } from './end-list.tsx'

function StopQuestion({ tunnels }: { readonly tunnels: readonly TunnelView[] }) {
  const { ending } = useWords()
  const actions = useActions()
  const { environments } = useSnapshot()
  const open = openConnections(tunnels)
  const carrying = tunnels.filter(({ clients }) => clients.open > 0)
  const title = ending.several(tunnels.length, open)
  const undoes = carrying.every(({ definition }) => kinds[definition.kind].undoes === 'unfinished')
  const production = carrying.map(({ definition }) => environmentOf(environments, definition.environment))
  return (
    <Question
      title={title}
      care={production.some(({ isProduction }) => isProduction) ? '' : undefined}
      keep={ending.keep}
      action={ending.action.disarm(open)}
      onConfirm={() => actions.endAll(tunnels)}
      onClose={actions.keepAllRunning}
    >
      {open > 0 ? <p>{undoes ? ending.rolledBack(open) : ending.cutOff(open)}</p> : null}
      {open > 0 ? <TunnelsOf tunnels={tunnels} /> : null}
    </Question>
  )
}

/** Asks once before several tunnels are stopped of which some carry connections; the safe answer has the focus. */
export function ConfirmEndSeveral() {
  const ids = useView((state) => state.pendingStop)
  const { tunnels } = useSnapshot()
  return ids === null ? null : <StopQuestion tunnels={tunnels.filter(({ id }) => ids.includes(id))} />
}
