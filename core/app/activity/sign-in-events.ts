import type { ActivityEvent } from '#contract/activity.ts'
import type { SignInView } from '#contract/sign-in.ts'
import { noTally } from './session-tallies.ts'

/** Turns what sign-ins show into events: who came to be signed in, and who is no more. */
export class SignInEvents {
  /** Whether each is signed in, as it was seen last. */
  readonly #seen = new Map<string, boolean>()

  /** `now`: the sign-ins as they are. */
  constructor(now: readonly SignInView[]) {
    for (const { session, status } of now) this.#seen.set(session.name, status.kind === 'signed-in')
  }

  /**
   * The event of a new state; null when it is none: a token that was renewed, a try, or the first that is seen of a sign-in, which was
   * read from the disk.
   */
  of({ session, status, person }: SignInView, now: number): ActivityEvent | null {
    const isIn = status.kind === 'signed-in'
    const wasIn = this.#seen.get(session.name)
    if (wasIn !== undefined && !isIn && status.kind !== 'signed-out') return null
    this.#seen.set(session.name, isIn)
    if (wasIn === undefined || wasIn === isIn) return null
    return {
      at: now,
      kind: isIn ? 'signed-in' : 'signed-out',
      subject: { of: 'sign-in', id: session.name, name: session.name },
      ...{ environment: null, account: null, region: null, program: null, node: null, endpoint: null },
      ...{ sessionId: null, problem: null, connections: null, person: person ?? null },
      ...noTally,
    }
  }
}
