import type { Problem } from '#contract/problem.ts'
import type { RecordingOrder } from '#contract/recordings.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import type { ShellRequest } from '#contract/shells.ts'

/** A shell whose session was granted, as far as its recording has to know. */
export interface GrantedShell {
  readonly request: ShellRequest
  readonly grant: SessionGrant
  /** The target's own name, where it is known. */
  readonly targetName: string | null
}

/** Says of a shell whether it is recorded. */
export interface ShellRecordings {
  /** Before a session is asked for: why it could not be recorded though it has to be. */
  troubleWith(request: ShellRequest): Promise<Problem | null>
  /** Null when it is not recorded. RECORDING_NOT_WRITTEN when it has to be and can not. */
  orderFor(shell: GrantedShell): Promise<Result<RecordingOrder | null>>
}
