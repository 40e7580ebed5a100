import type { Traffic } from '#contract/snapshot.ts'

/** How long a session lasted (ms) and how much it carried, as far as that is known. */
export interface Tally {
  readonly lastedMs: number | null
  readonly bytesIn: number | null
  readonly bytesOut: number | null
}

type Carried = Pick<Traffic, 'bytesIn' | 'bytesOut'>

export const noTally: Tally = { lastedMs: null, bytesIn: null, bytesOut: null }

/** Remembers of each tunnel since when it has a session, and what its door had carried then. */
export class SessionTallies {
  readonly #begun = new Map<string, { readonly at: number; readonly carried: Carried }>()

  /** A session opened; one that takes the place of another goes on with its count. */
  opened(tunnelId: string, at: number, carried: Carried): void {
    if (!this.#begun.has(tunnelId)) this.#begun.set(tunnelId, { at, carried })
  }

  /** The session is over, and with it its count. */
  ended(tunnelId: string, at: number, carried: Carried): Tally {
    const begun = this.#begun.get(tunnelId)
    this.#begun.delete(tunnelId)
    if (begun === undefined) return noTally
    // A door that was opened again counts from zero.
    const grown = (now: number, before: number): number => (now >= before ? now - before : now)
    return {
      lastedMs: Math.max(0, at - begun.at),
      bytesIn: grown(carried.bytesIn, begun.carried.bytesIn),
      bytesOut: grown(carried.bytesOut, begun.carried.bytesOut),
    }
  }
}
