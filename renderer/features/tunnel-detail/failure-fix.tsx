import { otherWaysOf, remedyOf } from '#domain/problem/traits.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { useActions } from '../../app/actions.ts'
import { useNow } from '../../app/clock.ts'
import { useServices, useWords } from '../../app/services.ts'
import { problemText } from '#words/problem-text.ts'
import { surroundingsOf } from '#words/surroundings.ts'
import { Button } from '../../ui/button.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { problemOfTunnel, ticking } from '../../parts/route/route-view.ts'
import { remedyLabel } from '../../parts/tunnel/remedy-label.ts'
import { isRetry, retrySentence } from '../../parts/tunnel/retries.ts'

function SeeWhy({ id }: { readonly id: string }) {
  const words = useWords()
  const { view } = useServices()
  return (
    <button type="button" className="link link-tall" onClick={() => view.setState({ screen: { name: 'failure', id } })}>
      {words.tunnels.seeWhy}
    </button>
  )
}

/** The failing hop's sentence and actions, set into the vertical route. */
export function FailureFix({ tunnel }: { readonly tunnel: TunnelView }) {
  const words = useWords()
  const actions = useActions()
  const now = useNow(ticking(tunnel))
  const problem = problemOfTunnel(tunnel)
  if (problem === null) return null
  const { id } = tunnel
  const remedy = remedyOf(problem)
  const retry = retrySentence(tunnel, words, now)
  const said = problemText(problem, words, surroundingsOf(tunnel))
  return (
    <>
      <b className="hop-fix-headline">{said.headline}</b>
      <Sentence text={said.sentence} /> <SeeWhy id={id} />
      {retry === null ? null : <p className="hop-fix-retry num">{retry}</p>}
      <div className="hop-fix-actions">
        <Button size="small" variant="primary" onClick={() => actions.remedy(problem, tunnel)}>
          {remedy === 'none' ? words.retry : remedyLabel(remedy, tunnel, words)}
        </Button>
        {isRetry(remedy) ? null : (
          <Button size="small" onClick={() => actions.connect(id)}>
            {words.retry}
          </Button>
        )}
        {otherWaysOf(problem, tunnel).map((way) => (
          <Button key={way} size="small" onClick={() => actions.remedy(problem, tunnel, way)}>
            {words.remedies[way]}
          </Button>
        ))}
      </div>
    </>
  )
}
