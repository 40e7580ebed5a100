import type { Remedy } from '#contract/problem.ts'

const retrying: ReadonlySet<Remedy> = new Set(['retry', 'free-port', 'check-network', 'check-clock', 'none'])

/** True when the problem's own remedy already is to try again, so that a second button would say the same. */
export const isRetry = (remedy: Remedy): boolean => retrying.has(remedy)
