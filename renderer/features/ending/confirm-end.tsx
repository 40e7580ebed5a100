import type { TunnelView } from '#contract/snapshot.ts'
import { endAtMost } from '#domain/ending/ending.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { useActions } from '../../app/actions.ts'
import { revealTunnel } from '../../app/reveal-tunnel.ts'
import { useEnvironment, useServices, useTunnel, useView, useWords } from '../../app/services.ts'
import type { PendingEnd } from '../../app/view-store.ts'
import { productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { Question } from '../../ui/question.tsx'
import { ProgramsOf } from './end-list.tsx'

function EndQuestion({ pending, tunnel }: { readonly pending: PendingEnd; readonly tunnel: TunnelView }) {
  const { ending } = useWords()
  const actions = useActions()
  const { view } = useServices()
  const production = productionOf(useEnvironment(tunnel))
  const { open } = tunnel.clients
  const title = ending.title[pending.order](fullName(tunnel), open)
  const { undoes } = kinds[tunnel.definition.kind]
  const confirm = async (): Promise<void> => {
    const done = (await actions.end(pending, endAtMost(open))) === 'done'
    if (done && pending.order === 'change') view.setState(revealTunnel(pending.id, 'row'))
  }
  return (
    <Question
      title={title}
      care={production}
      keep={ending.keep}
      action={ending.action[pending.order](open)}
      onConfirm={() => void confirm()}
      onClose={actions.keepAll}
    >
      {open > 0 ? <p>{undoes === 'unfinished' ? ending.rolledBack(open) : ending.cutOff(open)}</p> : null}
      {open > 0 ? <ProgramsOf tunnel={tunnel} /> : null}
    </Question>
  )
}

/** Asks before open connections are ended; the safe answer has the focus. */
export function ConfirmEnd() {
  const pending = useView((state) => state.pendingEnd)
  const tunnel = useTunnel(pending?.id ?? null)
  return pending === null || tunnel === null ? null : <EndQuestion pending={pending} tunnel={tunnel} />
}
