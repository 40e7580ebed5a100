import type { ProblemCode, ProblemDetails } from '#contract/problem.ts'
import type { Surroundings } from './surroundings.ts'

/** One sentence or part of one, from what is known of a problem and from where it arose. */
type Say<C extends ProblemCode> = (details: ProblemDetails[C], around: Surroundings) => string

/** Words for one problem: a row's second line, a headline, and one or two sentences with what is known. */
export interface ProblemWords<C extends ProblemCode> {
  readonly short: string
  readonly headline: Say<C>
  readonly sentence: Say<C>
}

/** Words for every problem. */
export type AllProblemWords = { readonly [C in ProblemCode]: ProblemWords<C> }
