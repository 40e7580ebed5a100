import { readFile } from 'node:fs/promises'
import type { CallHandlers } from '#contract/calls.ts'
import { licenceNotices } from '#contract/licences.ts'
import { ok } from '#domain/result.ts'

/** Tells the licences that the build wrote into `file`. */
export function createLicenceHandlers(file: string): Pick<CallHandlers, 'app.licences'> {
  return {
    'app.licences': async () => ok(licenceNotices.parse(JSON.parse(await readFile(file, 'utf8')))),
  }
}
