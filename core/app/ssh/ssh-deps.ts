import type { Result } from '#contract/result.ts'
import type { KeyToPush } from '#contract/ssh-proxy.ts'
import type { EngineChoice } from '#contract/tunnel.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { SshFailure } from '#domain/ssh-host/ssh-failure.ts'
import type { SshPlaces } from '#domain/ssh-host/ssh-place.ts'
import type { Log, ProductionWish, RelayLink, SessionPlace, SessionService, SignIns } from '../ports.ts'
import type { Sessions } from '../sessions/sessions.ts'

/** The answer to whether a program may have SSH connections; `program` is its path, as far as the system tells. */
export interface ProgramAnswer {
  readonly may: 'yes' | 'no'
  readonly program: string | null
}

/** Puts a public key on a target for a minute. */
type PushKey = (place: SessionPlace, targetId: string, key: KeyToPush) => Promise<Result<void>>

/** What SSH connections need of the world. */
export interface SshDeskDeps {
  readonly relay: RelayLink
  readonly sessions: Pick<Sessions, 'start' | 'carry' | 'terminate'>
  readonly service: Pick<SessionService, 'findTargets'>
  readonly signIns: Pick<SignIns, 'ensure'>
  readonly clock: Clock
  readonly log: Log
  /** The app's own folder, in which the socket is. */
  readonly appFolder: string
  /** What host names may lead to, now. */
  places(): Promise<SshPlaces>
  engine(): EngineChoice
  /** Asks the person before the first use by a program. `pid`: the command that the program started. */
  mayUse(pid: number): Promise<ProgramAnswer>
  /** The gate before production. It may ask the person. */
  mayReach(wish: ProductionWish): Promise<Result<void>>
  readonly pushKey: PushKey
  /** A failure in words, for the terminal that the program runs in. */
  tell(failure: SshFailure): string
  /** What is said to who waits for a sign-in. */
  readonly waitsForSignIn: string
}
