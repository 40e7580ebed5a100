import type { Problem, ProblemCode, ProblemOf } from '#contract/problem.ts'
import type { Messages } from './messages.ts'
import type { ProblemWords } from './problem-words.ts'
import type { Surroundings } from './surroundings.ts'

/** A problem in words. */
interface ProblemText {
  readonly short: string
  readonly headline: string
  readonly sentence: string
}

/** Says a problem. What it leaves out is taken from where it arose: see `surroundingsOf`. */
export function problemText<C extends ProblemCode>(
  problem: ProblemOf<C>,
  words: Messages,
  around: Surroundings,
): ProblemText {
  const said: ProblemWords<C> = words.problems[problem.code]
  const { short } = said
  return { short, headline: said.headline(problem.details, around), sentence: said.sentence(problem.details, around) }
}

/**
 * What AWS, the agent or the system said, as it came, for the raw block and for copying; null where nobody said anything. A code of
 * ours is no error that came from anywhere: the diagnostics have it.
 */
export function rawMessage({ details }: Problem): string | null {
  const aws = 'aws' in details ? details.aws : undefined
  const said = 'said' in details ? details.said : undefined
  if (aws === undefined) return said || null
  const { error, awsMessage, requestId } = aws
  const text = awsMessage === '' || awsMessage === error ? error : `${error}: ${awsMessage}`
  return requestId === null ? text : `${text} (${requestId})`
}
