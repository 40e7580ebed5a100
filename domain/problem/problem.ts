import type { Problem, ProblemCode } from '#contract/problem.ts'
import { traitsOf } from './traits.ts'

/** Builds a problem from its code; hop, retryability and remedy follow from {@link traitsOf}. */
export function problemOf(code: ProblemCode, details: Problem['details'] = {}): Problem {
  const { hop, retry, remedy } = traitsOf({ code })
  return { code, hop, retryable: retry === 'yes', remedy, details }
}
