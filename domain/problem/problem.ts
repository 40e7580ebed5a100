import type { Problem, ProblemCode } from '#contract/problem.ts'

/** Builds a problem from its code and what is known of it; what follows from the code stands in `traits.ts`. */
export function problemOf(code: ProblemCode, details: Problem['details'] = {}): Problem {
  return { code, details }
}
