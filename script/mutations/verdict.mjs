/** What a run of tests says about a mutation. */

/**
 * @typedef {{ file: string, name: string, state: 'passed' | 'failed' | 'skipped' | 'pending', errors: readonly string[], says: string }} EndedTest
 *   `errors`: the names of its errors and of what caused them
 * @typedef {{ tests: readonly EndedTest[], outside: readonly { file: string | null, says: string }[] }} TestReport
 *   `outside`: errors that belong to no test; `file` is null where it is not known
 * @typedef {{ kind: 'killed', by: string } | { kind: 'survived', reason: string }} Verdict
 */

/**
 * Only a failed assertion kills. A crash, a time limit or a file that does not load says that something is odd, not that a test
 * looks for what was broken.
 * @param {TestReport | null} report null when the run left none, as when it was stopped
 * @returns {Verdict}
 */
export function verdictOf(report) {
  if (report === null) return { kind: 'survived', reason: 'the tests did not come to an end' }
  const failed = report.tests.filter(({ state }) => state === 'failed')
  const killer = failed.find(({ errors }) => errors.includes('AssertionError'))
  if (killer !== undefined) return { kind: 'killed', by: `${killer.file} > ${killer.name}` }
  const odd = failed[0]?.says ?? report.outside[0]?.says
  if (odd !== undefined) return { kind: 'survived', reason: `no assertion failed, but: ${odd}` }
  return { kind: 'survived', reason: `${passedOf(report.tests)} tests passed` }
}

/**
 * Why a run without any mutation is no ground for these files of tests to stand on, or null.
 * @param {TestReport | null} report @param {readonly string[]} files
 */
export function unsoundness(report, files) {
  if (report === null) return 'its tests did not come to an end without it'
  const own = report.tests.filter(({ file }) => files.includes(file))
  const failed = own.find(({ state }) => state === 'failed')
  if (failed !== undefined) return `${failed.file} > ${failed.name} fails without it: ${failed.says}`
  const outside = report.outside.find(({ file }) => file === null || files.includes(file))
  if (outside !== undefined) return `its tests fail without it: ${outside.says}`
  const idle = files.find((name) => passedOf(own.filter(({ file }) => file === name)) === 0)
  return idle === undefined ? null : `no test of ${idle} ran`
}

/** @param {readonly EndedTest[]} tests */
function passedOf(tests) {
  return tests.filter(({ state }) => state === 'passed').length
}
