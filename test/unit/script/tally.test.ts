import { expect, test } from 'vitest'
import { settle, sum, summaryLine, tallyOfPlaywright } from '../../../script/test/tally.mjs'

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

test("Playwright's report is counted in every suite, with the reasons of skips", () => {
  const spec = (
    title: string,
    status: string,
    annotations: readonly object[] = [],
    results: readonly object[] = [],
  ) => ({
    title,
    tests: [{ status, annotations, results }],
  })
  const red = String.fromCodePoint(27)
  const broken = [{ errors: [{ message: `Error: ${red}[31mexpected${red}[39m\n\n  []` }, { message: 'and another' }] }]
  const report = {
    errors: [{ message: 'no config' }],
    suites: [
      {
        title: 'a.spec.ts',
        specs: [spec('opens', 'expected'), spec('breaks', 'unexpected', [], broken)],
        suites: [
          {
            title: 'tray',
            specs: [spec('shows', 'skipped', [{ type: 'skip', description: 'no tray host' }]), spec('wavers', 'flaky')],
          },
        ],
      },
    ],
  }
  expect(tallyOfPlaywright(report)).toEqual({
    passed: 1,
    failed: ['e2e: no config', 'a.spec.ts > tray > wavers', 'a.spec.ts > breaks: Error: expected []'],
    skipped: [{ name: 'a.spec.ts > tray > shows', reason: 'no tray host' }],
  })
  expect(tallyOfPlaywright(null)).toBeNull()
})
