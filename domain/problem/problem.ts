import type { Problem, ProblemCode } from '#contract/problem.ts'
import { secretsOut } from '../redaction/redaction.ts'

/**
 * Builds a problem from its code and what is known of it; what follows from the code stands in `traits.ts`. Messages of
 * services and programs are among the details: no secret in them comes any further.
 */
export function problemOf(code: ProblemCode, details: Problem['details'] = {}): Problem {
  return { code, details: secretsOut(details) }
}
