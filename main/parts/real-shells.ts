import { randomUUID } from 'node:crypto'
import type { IdentityPins } from '#core/app/sessions/pinned-identity.ts'
import type { PreferenceReader, TransferLog } from '#core/app/ports.ts'
import type { Recordings } from '#core/app/recordings/recordings.ts'
import type { Sessions } from '#core/app/sessions/sessions.ts'
import { createShells, type Shells } from '#core/app/shells/shells.ts'
import type { RelayHost } from '../relay-host/relay-host.ts'
import { createRecordingParts, type RecordingPartsOptions } from './recording-parts.ts'

/** What shells and their recordings are made of. */
interface RealShellsOptions extends Omit<RecordingPartsOptions, 'relay'> {
  readonly relay: RelayHost
  readonly sessions: Sessions
  readonly preferences: PreferenceReader
  readonly pins: IdentityPins
}

/** The shells of all windows, and what is kept of them. */
interface RealShells {
  readonly shells: Shells
  readonly recordings: Recordings
  readonly transferLog: TransferLog
}

/** Builds both: which shells are recorded is asked before each is opened. */
export function createRealShells({ sessions, preferences, pins, ...options }: RealShellsOptions): RealShells {
  const { relay, settings, clock } = options
  const { recordings, shellRecordings, transferLog } = createRecordingParts(options)
  const common = { relay, sessions, clock, settings, preferences, pins }
  const shells = createShells({ ...common, recordings: shellRecordings, newId: randomUUID })
  return { shells, recordings, transferLog }
}
