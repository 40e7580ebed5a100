import { expect, test } from 'vitest'
import { settle, sum, summaryLine } from '../../../script/test/tally.mjs'

const clean = { passed: 3, failed: [], skipped: [] }

test('the last line adds everything up', () => {
  const all = sum([clean, { passed: 1, failed: ['a'], skipped: [{ name: 'b', reason: 'no plugin' }] }])
  expect(summaryLine(all)).toBe('4 passed, 1 failed, 1 skipped')
})

test('a runner that ended badly has failed, whatever it counted', () => {
  expect(settle('unit', clean, 1).failed).toEqual(['unit: ended with code 1'])
  expect(settle('unit', null, 0).failed).toEqual(['unit: ended with code 0 and left no report'])
  expect(settle('unit', clean, 0)).toEqual(clean)
})
