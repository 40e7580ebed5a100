/** A Vitest reporter that writes how each test ended, with the names of its errors, causes included. */
import { writeFileSync } from 'node:fs'

export default class Failures {
  onTestRunEnd(modules, unhandledErrors) {
    const outside = unhandledErrors.map(({ message }) => ({ file: null, says: message }))
    const unloaded = modules.flatMap((module) =>
      module.errors().map(({ message }) => ({ file: module.relativeModuleId, says: message })),
    )
    const tests = modules.flatMap((module) => [...module.children.allTests()].map((test) => endOf(module, test)))
    const file = process.env.CULVERT_FAILURES_FILE
    if (file !== undefined) writeFileSync(file, JSON.stringify({ tests, outside: [...outside, ...unloaded] }))
  }
}

/** @returns {import('./verdict.mjs').EndedTest} */
function endOf(module, test) {
  const { state, errors = [] } = test.result()
  const says = errors[0]?.message ?? ''
  return { file: module.relativeModuleId, name: test.fullName, state, errors: errors.flatMap(namesOf), says }
}

/** Of an error and what caused it: a property's failure has the assertion as its cause. @returns {string[]} */
function namesOf(error) {
  return error === undefined || error === null ? [] : [error.name ?? 'Error', ...namesOf(error.cause)]
}
