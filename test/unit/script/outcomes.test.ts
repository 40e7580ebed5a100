import { expect, test } from 'vitest'
import { outcomesOfPlaywright, tallyOf } from '../../../script/test/outcomes.mjs'

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
  const outcomes = outcomesOfPlaywright(report) ?? []
  expect(tallyOf(outcomes)).toEqual({
    passed: 1,
    failed: ['e2e: no config', 'a.spec.ts > tray > wavers', 'a.spec.ts > breaks: Error: expected []'],
    skipped: [{ name: 'a.spec.ts > tray > shows', reason: 'no tray host' }],
  })
  expect(outcomesOfPlaywright(null)).toBeNull()
})
