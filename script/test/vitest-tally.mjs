/** A Vitest reporter that writes what `npm test` adds up: counts, failures by name, skips with their reasons. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { withReason } from './tally.mjs'

export default class Tally {
  /** Errors outside of any test (a file that does not load, a rejection nobody caught) count as failures too. */
  onTestRunEnd(modules, unhandledErrors) {
    /** @type {{ passed: number, failed: string[], skipped: import('./tally.mjs').Skip[] }} */
    const tally = { passed: 0, failed: [], skipped: [] }
    for (const error of unhandledErrors) tally.failed.push(`unhandled: ${error.message}`)
    for (const module of modules) {
      for (const error of module.errors()) tally.failed.push(`${module.relativeModuleId}: ${error.message}`)
      for (const test of module.children.allTests()) count(tally, module, test)
    }
    const file = process.env.CULVERT_TALLY_FILE
    if (file === undefined) return
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(tally))
  }
}

function count(tally, module, test) {
  const result = test.result()
  const name = `${module.relativeModuleId} > ${test.fullName}`
  if (result.state === 'passed') tally.passed += 1
  else if (result.state === 'failed') tally.failed.push(withReason(name, result.errors[0]?.message))
  else tally.skipped.push({ name, reason: result.note ?? (test.options.mode === 'todo' ? 'to do' : 'no reason given') })
}
