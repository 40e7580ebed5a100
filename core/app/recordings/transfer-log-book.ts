import type { FileRequest } from '#contract/files.ts'
import type { RecordingChoice } from '#contract/recordings.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { lastSealOf, sealedLine } from '#domain/recording/line-seal.ts'
import type { SealPrimitives } from '#domain/recording/seal-chain.ts'
import { transferListName } from '#domain/recording/transfer-list.ts'
import { fail, ok } from '#domain/result.ts'
import type { TransferLine } from '#domain/transfer/line.ts'
import type { Log, TransferLog } from '../ports.ts'
import { createWorkQueue } from '../work-queue.ts'
import type { RecordingFiles } from './ports.ts'
import type { ProfileOwner } from './recording-orders.ts'
import type { SealKeys } from './seal-keys.ts'

interface TransferLogOptions {
  readonly files: Pick<RecordingFiles, 'prepare'>
  readonly sealKeys: Pick<SealKeys, 'forNew'>
  readonly primitives: SealPrimitives
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  choiceOf(environment: string | null): RecordingChoice
  ownerOf(profile: ProfileRef): ProfileOwner
  /**
   * Adds a line to a file in the folder, made from its last whole lines without their ends; settles once the system has it. Gives the
   * system's code when it does not.
   */
  append(folder: string, name: string, make: (last: readonly string[]) => string): Promise<string | null>
}

/** Beside the recordings, a file for each month: one JSON value a line with its seal, never changed, and let go as recordings are. */
export function createTransferLog(options: TransferLogOptions): TransferLog {
  const { files, log, choiceOf, ownerOf } = options
  // Each line has the seal of the one before in its own.
  const oneByOne = createWorkQueue()
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
      const code = await oneByOne(() => write(options, { ...ownerOf(profile), region, environment }, line))
      return code === null ? ok(undefined) : refused(environment, code)
    },
  }
}

/** Null, or why the system does not take it. */
async function write(
  { files, clock, append, sealKeys, primitives }: TransferLogOptions,
  { user, account, role, ...place }: ProfileOwner & Pick<FileRequest, 'region' | 'environment'>,
  line: TransferLine,
): Promise<string | null> {
  const folder = await files.prepare()
  if (!folder.ok) return reasonOf(folder)
  const now = clock.now()
  const name = transferListName(now)
  const key = await sealKeys.forNew(name)
  const at = new Date(now).toISOString()
  const whole = { format: 1, at, user, account: account?.id ?? null, role, ...place, ...line }
  const said = JSON.stringify({ ...whole, sealedWith: key?.mark ?? null })
  return await append(
    folder.value,
    name,
    (last) => `${sealedLine(primitives, key?.key ?? null, said, lastSealOf(last))}\n`,
  )
}

function reasonOf({ error }: Extract<Result<string>, { ok: false }>): string {
  return error.code === 'RECORDING_NOT_WRITTEN' ? error.details.reason : error.code
}
