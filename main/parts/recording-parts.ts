import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Clock } from '#domain/clock/clock.ts'
import { signInFor } from '#domain/profile/profile.ts'
import type { Log, RelayLink, SecretStore, SignIns, TransferLog } from '#core/app/ports.ts'
import type { ShellRecordings } from '#core/app/recording-ports.ts'
import { RecordingOrders, type ProfileOwner } from '#core/app/recordings/recording-orders.ts'
import { Recordings } from '#core/app/recordings/recordings.ts'
import { createTransferLog } from '#core/app/recordings/transfer-log-book.ts'
import type { RecordingChoice } from '#contract/recordings.ts'
import { recordingChoiceOf } from '#domain/recording/choice.ts'
import { appendLine } from '#core/store/append-line.ts'
import { createSealKeys } from '#core/app/recordings/seal-keys.ts'
import type { SettingsBook } from '#core/app/settings/settings-book.ts'
import { createRecordingFolder } from '#core/store/recording-folder.ts'
import { sealPrimitives } from '#core/system/seal-primitives.ts'
import type { ProfileRef } from '#contract/tunnel.ts'

/** What recordings are made of. */
export interface RecordingPartsOptions {
  readonly folder: string
  readonly secrets: SecretStore
  readonly settings: SettingsBook
  readonly signIns: Pick<SignIns, 'views'>
  readonly relay: Pick<RelayLink, 'onFact' | 'onStopped'>
  readonly clock: Clock
  readonly log: Log
}

/** What reads recordings, and what says which shells are recorded. */
interface RecordingParts {
  readonly recordings: Recordings
  readonly shellRecordings: ShellRecordings
  readonly transferLog: TransferLog
}

/** Builds both over one folder. */
export function createRecordingParts(options: RecordingPartsOptions): RecordingParts {
  const { folder, secrets, settings, signIns, relay, clock, log } = options
  const newKey = (): string => randomBytes(32).toString('hex')
  const sealKeys = createSealKeys({ secrets, primitives: sealPrimitives, newKey, log })
  const files = createRecordingFolder(folder)
  const common = { files, sealKeys, primitives: sealPrimitives, clock, log }
  const choiceOf = (environment: string | null): RecordingChoice =>
    recordingChoiceOf(settings.current().recordShells, environment)
  const ownerOfProfile = (profile: ProfileRef): ProfileOwner => ownerOf(profile, signIns)
  const recordings = new Recordings({
    ...common,
    idOf: (name) => createHash('sha256').update(name).digest('base64url').slice(0, 22),
    relay,
    keeping: () => settings.current().keepRecordings,
  })
  const shellRecordings = new RecordingOrders({
    files,
    sealKeys,
    clock,
    log,
    newId: randomUUID,
    join,
    choiceOf,
    keys: () => settings.current().recordKeys,
    ownerOf: ownerOfProfile,
    started: (id, name) => recordings.started(id, name),
  })
  const transferLog = createTransferLog({ ...common, choiceOf, ownerOf: ownerOfProfile, append: appendLine })
  return { recordings, shellRecordings, transferLog }
}

/** Nobody is asked for it: a shell does not wait for the name of its user. */
function ownerOf(profile: ProfileRef, signIns: Pick<SignIns, 'views'>): ProfileOwner {
  if (profile.type === 'named') return { user: null, account: null, role: profile.name }
  const views = signIns.views()
  const sessions = views.map(({ session }) => session)
  const name = signInFor(profile, sessions)?.name
  const user = views.find(({ session }) => session.name === name)?.person ?? null
  return { user, account: { id: profile.accountId, name: null }, role: profile.roleName }
}
