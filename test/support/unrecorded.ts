import { ok } from '#domain/result.ts'
import type { ShellRecordings } from '#core/app/recording-ports.ts'

/** For shells of which nothing is recorded. */
export const unrecorded: ShellRecordings = { troubleWith: async () => null, orderFor: async () => ok(null) }
