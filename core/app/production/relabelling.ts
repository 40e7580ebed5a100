import type { ProductionWish, SessionPlace } from '../ports.ts'
import type { EnvironmentOf, Labelled } from '../relabelled.ts'
import { createWorkQueue } from '../work-queue.ts'

interface RelabellingDeps {
  /** What is known of accounts; see `Targets`. */
  readonly targets: {
    environmentOf(wish: ProductionWish): Promise<string | null>
    accountOf(place: SessionPlace): Promise<string>
  }
  /** Shells, and files. */
  readonly desks: readonly { relabel(environmentOf: EnvironmentOf<Labelled>): Promise<void> }[]
}

/**
 * Called when accounts may be for something else than before: what is open on them follows, so that nothing that is production by
 * now looks and behaves as if it were not. Only where a person has said what an account is for (`said`: a place there) does
 * anything on it become less than what it was opened as.
 */
export type Relabel = (said?: SessionPlace) => Promise<void>

/** Creates it; two changes are followed one after the other. */
export function createRelabelling({ targets, desks }: RelabellingDeps): Relabel {
  const oneByOne = createWorkQueue()
  const relabel = async (said?: SessionPlace): Promise<void> => {
    const free = said === undefined ? null : await targets.accountOf(said)
    const environmentOf: EnvironmentOf<Labelled> = async ({ profile, region, environment }) => {
      const place = { profile, region }
      const isFree = free !== null && (await targets.accountOf(place)) === free
      return await targets.environmentOf({ place, environment: isFree ? null : environment })
    }
    for (const desk of desks) await desk.relabel(environmentOf)
  }
  return (said) => oneByOne(() => relabel(said))
}
