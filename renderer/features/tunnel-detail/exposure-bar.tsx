import '../../parts/tunnel/exposure.css'
import { Network } from 'lucide-react'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { exposureText } from '#words/exposure-text.ts'
import { useActions } from '../../app/actions.ts'
import { useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'

/** Who beyond this computer can use a tunnel, and the way back: one click. */
export function ExposureBar({ tunnel }: { readonly tunnel: TunnelView }) {
  const words = useWords()
  const actions = useActions()
  const { exposure } = tunnel
  if (exposure === undefined) return null
  const { exposure: say } = words.tunnels
  const why = exposure.kind === 'failed' ? words.problems[exposure.problem.code].short : null
  return (
    <div className="exposure-bar" data-exposure={exposure.kind} role="status">
      <Network size={16} aria-hidden="true" />
      <div className="grow">
        <b>{exposureText(exposure, words)}</b>
        {exposure.kind === 'open' ? <div>{say.openText}</div> : null}
        {why === null ? null : <div>{why}</div>}
      </div>
      <Button
        size="small"
        onClick={() => actions.conceal(tunnel.id)}
        aria-label={`${say.end}${words.listSeparator}${fullName(tunnel)}`}
      >
        {say.end}
      </Button>
    </div>
  )
}
