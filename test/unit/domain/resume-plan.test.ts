import type { Problem } from '#contract/problem.ts'
import { describe, expect, it } from 'vitest'
import { resumeLimitMs, resumeWaitMs } from '#domain/retry-plan/resume-plan.ts'
import { sampleProblem } from '../../support/sample-problems.ts'

const away = sampleProblem('NETWORK_UNREACHABLE')
const busy = sampleProblem('THROTTLED')

describe('the wait before the next try to resume', () => {
  it('grows to a second while the network is away, and to a minute while the service is busy', () => {
    const waits = (problem: Problem): readonly (number | null)[] =>
      [0, 1, 2, 3, 6, 7, 500].map((tries) => resumeWaitMs(problem, tries, 0))
    expect(waits(away)).toEqual([500, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000])
    expect(waits(busy)).toEqual([500, 1_000, 2_000, 4_000, 30_000, 60_000, 60_000])
  })

  it('comes to an end when the service has ended the session, or its longest idle time is over', () => {
    expect(resumeWaitMs(sampleProblem('SESSION_EXPIRED'), 0, 0)).toBeNull()
    expect(resumeWaitMs(away, 3_000, resumeLimitMs - 1)).toBe(1_000)
    expect(resumeWaitMs(away, 3_000, resumeLimitMs)).toBeNull()
  })
})
