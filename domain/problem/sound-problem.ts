import { problem, type Problem } from '#contract/problem.ts'
import { problemOf } from './problem.ts'

/** What is wrong with a problem's shape, without a value of it. */
export interface ProblemFault {
  readonly code: string
  /** Where, as `details.port`. */
  readonly path: string
  readonly reason: string
}

/**
 * The problem as the contract knows it: what it has too much is dropped, and one of the wrong shape, which only a bug makes,
 * is INTERNAL and reported.
 */
export function soundProblem(candidate: Problem, report: (fault: ProblemFault) => void): Problem {
  const parsed = problem.safeParse(candidate)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  report({ code: candidate.code, path: issue?.path.join('.') ?? '', reason: issue?.code ?? '' })
  return problemOf('INTERNAL', {})
}
