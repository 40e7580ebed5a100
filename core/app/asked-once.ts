import type { Clock } from '#domain/clock/clock.ts'

/** After a no the same is not asked for so long: an editor that connects again would ask without end. */
const quietMs = 60_000

/** Asks a person about something once, however many wait for the answer; a no is remembered for a while. */
export type AskedOnce = (key: string, ask: () => Promise<boolean>) => Promise<boolean>

/** Creates it, with nothing asked. `quiet`: how long a no is remembered, ms; a minute unless given. */
export function createAskedOnce(clock: Pick<Clock, 'now'>, quiet = quietMs): AskedOnce {
  const asked = new Map<string, Promise<boolean>>()
  const refusedAt = new Map<string, number>()
  const answer = async (key: string, ask: () => Promise<boolean>): Promise<boolean> => {
    const agrees = await ask()
    if (!agrees) refusedAt.set(key, clock.now())
    return agrees
  }
  return (key, ask) => {
    const refused = refusedAt.get(key)
    if (refused !== undefined && clock.now() - refused < quiet) return Promise.resolve(false)
    const open = asked.get(key) ?? answer(key, ask).finally(() => asked.delete(key))
    asked.set(key, open)
    return open
  }
}
