import type { ProblemCode, ProblemDetails, ProblemOf } from '#contract/problem.ts'
import { secretsOut } from '../redaction/redaction.ts'

/**
 * Builds a problem from its code and what is known of it; what follows from the code stands in `traits.ts`. Messages of
 * services and programs are among the details: no secret in them comes any further.
 */
export function problemOf<C extends ProblemCode>(code: C, details: ProblemDetails[C]): ProblemOf<C> {
  return { code, details: secretsOut(details) }
}

/** Codes that somebody's own words alone make a problem of. */
export type SaidCode = {
  [C in ProblemCode]: { said: string } extends Required<Pick<ProblemDetails[C], keyof ProblemDetails[C] & 'said'>>
    ? {} extends Omit<ProblemDetails[C], 'said'>
      ? C
      : never
    : never
}[ProblemCode]
