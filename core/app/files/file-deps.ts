import type { FileRequest } from '#contract/files.ts'
import type { Result } from '#contract/result.ts'
import type { KeyToPush } from '#contract/ssh-proxy.ts'
import type { Settings } from '#contract/snapshot.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { IdentityPins } from '../sessions/pinned-identity.ts'
import type { Log, RelayLink, SessionPlace, TransferLog } from '../ports.ts'
import type { Sessions } from '../sessions/sessions.ts'

/** What is remembered of a managed node's SSH server. */
export interface KnownHost {
  /** Whom it took last. */
  readonly user: string | null
  /** `SHA256:…` of the key that it showed first. */
  readonly hostKey: string | null
}

/** What is remembered of SSH servers, by the id of their node. */
export interface KnownHosts {
  of(targetId: string): KnownHost
  remember(targetId: string, host: KnownHost): void
}

/** What file sessions need of the world. */
export interface FilesDeps {
  readonly relay: RelayLink
  readonly sessions: Pick<Sessions, 'start' | 'carry' | 'stop' | 'terminate' | 'check'>
  readonly clock: Clock
  readonly log: Log
  readonly settings: { current(): Pick<Settings, 'engine'> }
  readonly hosts: KnownHosts
  readonly pins: IdentityPins
  /** What is written down of transfers. */
  readonly transferLog: TransferLog
  /** Makes the ids of sessions and transfers; `crypto.randomUUID`. */
  readonly newId: () => string
  /** The socket of the user's own ssh agent; null when there is none. */
  agentSocket(): string | null
  /** Whom to try to be where nobody has said: by the system of the target, as far as that is known. */
  usualUser(request: FileRequest, targetId: string): string
  /** Puts a public key on a target for a minute. */
  pushKey(place: SessionPlace, targetId: string, key: KeyToPush): Promise<Result<void>>
}
