import type { Problem, ProblemCode } from '#contract/problem.ts'
import { problemTraits } from './traits.ts'

/** Builds a problem from its code; hop, retryability and remedy follow from {@link problemTraits}. */
export function problemOf(code: ProblemCode, details: Problem['details'] = {}): Problem {
  return { code, ...problemTraits[code], details }
}
