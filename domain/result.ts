import type { ProblemCode, ProblemDetails, ProblemOf } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { problemOf } from './problem/problem.ts'

/** A success. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** An expected failure, of a code and with what is known of it. */
export interface Failure<C extends ProblemCode> {
  readonly ok: false
  readonly error: ProblemOf<C>
}

/** An expected failure. */
export function fail<C extends ProblemCode>(code: C, details: ProblemDetails[C]): Failure<C> {
  return { ok: false, error: problemOf(code, details) }
}
