import type { Settings } from '#contract/snapshot.ts'
import type { Unsubscribe } from '#domain/listeners/listeners.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { MfaQuestions } from '../mfa-questions.ts'
import type { CatalogStore, Log, PortProbe, RelayLink, SignIns } from '../ports.ts'
import type { ExposureWorld } from './exposure-ports.ts'
import type { SessionWalls } from '../sessions/session-walls.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { ClientMessageOf } from './client-words.ts'

/** The app's settings as they are now. */
export interface SettingsReader {
  current(): Settings
  onChange(listener: (settings: Settings) => void): Unsubscribe
}

/** What the supervisor needs of the world. */
export interface SupervisorDeps {
  readonly catalog: CatalogStore
  readonly relay: RelayLink
  /** The program's sessions; those of the tunnels are among them. */
  readonly sessions: Sessions
  /** Until when those live. */
  readonly walls: SessionWalls
  readonly signIns: Pick<SignIns, 'views' | 'onChange'>
  /** Codes of MFA devices, where profiles may ask for them. */
  readonly mfa?: Pick<MfaQuestions, 'onChange'>
  readonly ports: PortProbe
  /** What tunnels are opened to a network by. */
  readonly exposure?: ExposureWorld
  readonly clock: Clock
  readonly log: Log
  readonly settings: SettingsReader
  /** What clients are told when they are let go. */
  readonly clientMessage: ClientMessageOf
  /** Makes the id of a new tunnel; `crypto.randomUUID`. */
  readonly newId: () => string
  /** 0 ≤ n < 1; `Math.random`. */
  readonly chance: () => number
}
