import type { SessionPlace } from './ports.ts'

/** Something that is open on an account, as far as it has to be known whose it is and what that is for. */
export interface Labelled extends SessionPlace {
  readonly environment: string | null
}

/** What the account of something that is open is for. */
export type EnvironmentOf<Request extends Labelled> = (request: Request) => Promise<string | null>

/** Asks of each what it is for now, and tells of those that are for something else than before. */
export async function relabelled<Request extends Labelled, Unit extends { request: Request }>(
  units: readonly Unit[],
  environmentOf: EnvironmentOf<Request>,
  changed: (unit: Unit) => void,
): Promise<void> {
  const relabel = async (unit: Unit): Promise<void> => {
    const environment = await environmentOf(unit.request)
    if (environment === unit.request.environment) return
    unit.request = { ...unit.request, environment }
    changed(unit)
  }
  await Promise.all(units.map(relabel))
}
