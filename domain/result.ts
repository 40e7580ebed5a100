import type { Problem, ProblemCode } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { problemOf } from './problem/problem.ts'

/** A success. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** An expected failure. */
export function fail(code: ProblemCode, details?: Problem['details']): Result<never> {
  return { ok: false, error: problemOf(code, details) }
}
