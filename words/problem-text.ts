import type { Problem, ProblemCode, ProblemOf } from '#contract/problem.ts'
import { factsText } from '#domain/problem/facts-text.ts'
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

/** The text AWS, the agent or the system gave, as it came, else the code with its facts; for the raw block and for copying. */
export function rawMessage(problem: Problem): string {
  const { details } = problem
  const aws = 'aws' in details ? details.aws?.awsMessage : undefined
  const said = 'said' in details ? details.said : undefined
  return aws || said || [problem.code, factsText(details)].filter((part) => part !== '').join(' ')
}
