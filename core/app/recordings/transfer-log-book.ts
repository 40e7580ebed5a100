import type { RecordingChoice } from '#contract/recordings.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { transferListName } from '#domain/recording/transfer-list.ts'
import { fail, ok } from '#domain/result.ts'
import type { Log, TransferLog } from '../ports.ts'
import type { RecordingFiles } from './ports.ts'
import type { ProfileOwner } from './recording-orders.ts'

interface TransferLogOptions {
  readonly files: Pick<RecordingFiles, 'prepare'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  choiceOf(environment: string | null): RecordingChoice
  ownerOf(profile: ProfileRef): ProfileOwner
  /** Adds a line to a file in the folder; settles once the system has it. Gives the system's code when it does not. */
  append(folder: string, name: string, line: string): Promise<string | null>
}

/** Beside the recordings, a file for each month: one JSON value a line, never changed, and let go as recordings are. */
export function createTransferLog(options: TransferLogOptions): TransferLog {
  const { files, clock, log, choiceOf, ownerOf, append } = options
  const refused = (environment: string | null, reason: string): Result<void> => {
    if (choiceOf(environment) === 'required') return fail('TRANSFER_NOT_LOGGED', { reason })
    log.warn('transfer-not-logged', { reason })
    return ok(undefined)
  }
  return {
    isKept: (environment) => choiceOf(environment) !== 'off',
    async troubleWith(environment) {
      if (choiceOf(environment) !== 'required') return null
      const folder = await files.prepare()
      return folder.ok ? null : { code: 'TRANSFER_NOT_LOGGED', details: { reason: reasonOf(folder) } }
    },
    async note({ profile, region, environment }, line) {
      const folder = await files.prepare()
      if (!folder.ok) return refused(environment, reasonOf(folder))
      const now = clock.now()
      const at = new Date(now).toISOString()
      const { user, account, role } = ownerOf(profile)
      const whole = { format: 1, at, user, account: account?.id ?? null, role, region, environment, ...line }
      const code = await append(folder.value, transferListName(now), `${JSON.stringify(whole)}\n`)
      return code === null ? ok(undefined) : refused(environment, code)
    },
  }
}

function reasonOf({ error }: Extract<Result<string>, { ok: false }>): string {
  return error.code === 'RECORDING_NOT_WRITTEN' ? error.details.reason : error.code
}
