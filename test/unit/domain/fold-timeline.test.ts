import { describe, expect, it } from 'vitest'
import type { TimelineEntry } from '#contract/status.ts'
import { withEntry } from '#domain/tunnel/timeline.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'

const line = (at: number, kind: TimelineEntry['kind'], more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  at,
  kind,
  problem: null,
  ...more,
})
const failed = (at: number, code: 'TARGET_NOT_CONNECTED' | 'THROTTLED' = 'TARGET_NOT_CONNECTED') =>
  line(at, 'failed', { problem: sampleProblem(code) })
const client = (at: number, program: string, pid: number) => line(at, 'client', { client: { program, pid } })

/** The history after these lines, newest first, in short. */
const after = (...lines: readonly TimelineEntry[]) =>
  lines
    .reduce<readonly TimelineEntry[]>(withEntry, [])
    .map(({ at, kind, again }) => [kind, at, again?.times ?? 1, again?.since ?? at])

describe('the history', () => {
  it('keeps one line for tries that fail in the same way', () => {
    const tries = [1, 2, 3, 4, 5].flatMap((at) => [line(at * 10, 'connecting'), failed(at * 10 + 5)])
    expect(after(line(1, 'armed'), ...tries)).toEqual([
      ['failed', 55, 5, 15],
      ['connecting', 10, 1, 10],
      ['armed', 1, 1, 1],
    ])
  })

  it('tells apart another reason, and the same one after something else', () => {
    expect(after(failed(1), line(2, 'connecting'), failed(3, 'THROTTLED')).map(([kind]) => kind)).toEqual([
      'failed',
      'connecting',
      'failed',
    ])
    expect(after(failed(1), line(2, 'ready'), failed(3))).toHaveLength(3)
  })

  it('keeps one line for a program that comes and goes, and names the last', () => {
    expect(after(client(1, 'psql', 10), client(2, 'psql', 11), client(3, 'datagrip', 12))).toEqual([
      ['client', 3, 1, 3],
      ['client', 2, 2, 1],
    ])
  })

  it('stays bounded', () => {
    const many = Array.from({ length: 100 }, (_, index) => line(index, index % 2 === 0 ? 'armed' : 'stopped'))
    expect(after(...many)).toHaveLength(30)
  })
})
