/** How each test ended, whichever runner it is of. */
import { withReason } from './tally.mjs'

/**
 * @typedef {'passed' | 'failed' | 'skipped'} State
 * @typedef {{ name: string, state: State, reason: string }} Outcome `name` begins with the test's file, relative to the project
 */

/** Counts, failures by name, skips with their reasons. @param {readonly Outcome[]} outcomes @returns {import('./tally.mjs').Tally} */
export function tallyOf(outcomes) {
  return {
    passed: outcomes.filter(({ state }) => state === 'passed').length,
    failed: outcomes.filter(({ state }) => state === 'failed').map(({ name, reason }) => withReason(name, reason)),
    skipped: outcomes.filter(({ state }) => state === 'skipped').map(({ name, reason }) => ({ name, reason })),
  }
}

/** Playwright's JSON report. Errors outside of any test are failures, too. @returns {Outcome[] | null} */
export function outcomesOfPlaywright(report) {
  if (report === null) return null
  /** @type {Outcome[]} */
  const outcomes = report.errors.map(({ message }) => ({ name: 'e2e', state: 'failed', reason: message }))
  const visit = (suite, path) => {
    for (const child of suite.suites ?? []) visit(child, [...path, child.title])
    for (const spec of suite.specs ?? [])
      for (const test of spec.tests) outcomes.push(outcomeOf([...path, spec.title].join(' > '), test))
  }
  for (const suite of report.suites) visit(suite, [suite.title])
  return outcomes
}

/** @returns {Outcome} */
function outcomeOf(name, { status, annotations, results = [] }) {
  if (status === 'expected') return { name, state: 'passed', reason: '' }
  if (status === 'skipped') {
    const note = annotations.find(({ type }) => type === 'skip' || type === 'fixme')
    return { name, state: 'skipped', reason: note?.description ?? 'no reason given' }
  }
  return { name, state: 'failed', reason: results.flatMap(({ errors = [] }) => errors)[0]?.message ?? '' }
}
