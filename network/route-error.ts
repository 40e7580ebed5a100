import type { Problem } from '#contract/problem.ts'

/** Thrown to callers that know exceptions only, such as the SDK's clients. */
export class RouteError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(`${problem.code}: ${JSON.stringify(problem.details)}`)
    this.name = 'RouteError'
    this.problem = problem
  }
}
