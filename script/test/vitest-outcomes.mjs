/** A Vitest reporter that writes how each test ended, for whoever adds that up. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export default class Outcomes {
  /** Errors outside of any test (a file that does not load, a rejection nobody caught) count as failures too. */
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.CULVERT_OUTCOMES_FILE
    if (file === undefined) return
    const outcomes = [
      ...unhandledErrors.map((error) => failure('unhandled', error)),
      ...modules.flatMap((module) => [
        ...module.errors().map((error) => failure(module.relativeModuleId, error)),
        ...[...module.children.allTests()].map((test) => outcomeOf(module, test)),
      ]),
    ]
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(outcomes))
  }
}

/** @returns {import('./outcomes.mjs').Outcome} */
function failure(name, { message }) {
  return { name, state: 'failed', reason: message }
}

/** @returns {import('./outcomes.mjs').Outcome} */
function outcomeOf(module, test) {
  const result = test.result()
  const name = `${module.relativeModuleId} > ${test.fullName}`
  if (result.state === 'passed') return { name, state: 'passed', reason: '' }
  if (result.state === 'failed') return { name, state: 'failed', reason: result.errors[0]?.message ?? '' }
  return { name, state: 'skipped', reason: result.note ?? (test.options.mode === 'todo' ? 'to do' : 'no reason given') }
}
