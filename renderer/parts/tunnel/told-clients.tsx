import './told-clients.css'
import { MessageSquareText } from 'lucide-react'
import type { TunnelView } from '#contract/snapshot.ts'
import { formatTimeWithSeconds } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'
import { useActions } from '../../app/actions.ts'
import { useWords } from '../../app/services.ts'
import { CopyButton } from '../../ui/copy-button.tsx'

type LetGo = NonNullable<TunnelView['route'][0]['facts']['letGo']>

function summary({ told, untold, programs, at }: LetGo, words: Messages): string {
  const { clients } = words.tunnels.failure
  const time = formatTimeWithSeconds(at)
  const [only, ...others] = programs
  const who = (count: number): string => (only !== undefined && others.length === 0 ? only : clients.some(count))
  if (told === 0) return clients.notTold(who(untold), time)
  return untold === 0 ? clients.told(who(told), time) : clients.partlyTold(clients.some(told), untold, time)
}

/** What the clients that were let go last could read of it in their own program; nothing while none was. */
export function ToldClients({ tunnel }: { readonly tunnel: TunnelView }) {
  const words = useWords()
  const actions = useActions()
  const { letGo } = tunnel.route[0].facts
  if (letGo === null) return null
  const { line } = letGo
  const isTold = letGo.told > 0 && line !== ''
  return (
    <section className="told-clients" aria-label={words.tunnels.failure.clients.label}>
      <MessageSquareText size={14} aria-hidden="true" />
      <p>{summary(letGo, words)}</p>
      {isTold ? (
        <CopyButton
          label={`${words.copy}: ${words.tunnels.failure.clients.label}`}
          onCopy={() => void actions.copy(line, words.copiedLong)}
        />
      ) : null}
      {isTold ? <span className="mono">{line}</span> : null}
    </section>
  )
}
