import type { AskedPlace } from '#contract/open-sessions.ts'
import type { Problem } from '#contract/problem.ts'
import { allow } from '#domain/access-request/policy.ts'
import { environmentOf } from '#domain/environments.ts'
import { refusedActionOf } from '#domain/problem/refused-action.ts'
import { isCuredBySignIn } from '#domain/problem/traits.ts'
import { formatAccountId } from '#words/format.ts'
import { problemText } from '#words/problem-text.ts'
import { useActions } from '../../app/actions.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { useActivityWords } from '../../parts/activity/use-activity-words.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { Button } from '../../ui/button.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'

/** A place that AWS was not asked in, why, and what helps. */
export function UnaskedPlace({ asked }: { readonly asked: AskedPlace }) {
  const { environments } = useSnapshot()
  const { account, environment, place, problem } = asked
  if (problem === null) return null
  return (
    <section aria-label={account.name}>
      <h2 className="list-head">
        {environment === null ? null : <EnvironmentMark environment={environmentOf(environments, environment)} />}
        <b>{account.name}</b>
        {account.id === null ? null : <span className="num">{formatAccountId(account.id)}</span>}
        <span>{place.region}</span>
      </h2>
      <p className="aws-unasked">
        <StateGlyph glyph="unknown" />
        <Why problem={problem} />
        <span className="grow" />
        <Help problem={problem} asked={asked} />
      </p>
    </section>
  )
}

function Why({ problem }: { readonly problem: Problem }) {
  const words = useWords()
  const { notAsked, notAskedFor } = useActivityWords().atAws
  const action = problem.code === 'ACCESS_DENIED' ? refusedActionOf(problem.details) : null
  const { headline, sentence } = problemText(problem, words, {})
  return <span title={sentence}>{action === null ? notAskedFor(headline) : notAsked(action)}</span>
}

function Help({ problem, asked }: { readonly problem: Problem; readonly asked: AskedPlace }) {
  const words = useActivityWords().atAws
  const { copy, signIn } = useActions()
  const { profile } = asked.place
  const session = profile.type === 'sso' ? profile.session : undefined
  if (isCuredBySignIn(problem) && session !== undefined)
    return (
      <Button size="small" onClick={() => void signIn(session)}>
        {words.signIn}
      </Button>
    )
  const action = problem.code === 'ACCESS_DENIED' ? refusedActionOf(problem.details) : null
  if (action === null) return null
  return (
    <Button size="small" onClick={() => void copy(JSON.stringify(allow(action, '*'), null, 2))}>
      {words.copyPolicy}
    </Button>
  )
}
