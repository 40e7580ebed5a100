import type { Route } from '#contract/status.ts'

/** Id of the managed node on a route: the one that was found last, or the one that the rule names; null before that. */
export function foundTarget(route: Route): string | null {
  const [, , , target] = route
  return target.facts.targetId
}
