import { isRepeatable } from '#domain/first-bytes/repeatable.ts'
import type { Opening } from '#domain/kinds/opening.ts'
import type { StreamSource } from '../stream-source.ts'
import type { CarriedClients } from './carried.ts'
import type { Client } from './client.ts'

interface Move {
  readonly carried: CarriedClients
  readonly to: StreamSource
  readonly opening: Opening
  /** True of the sources that they go over from. */
  isLeft(source: StreamSource): boolean
  /** Has the client carried by {@link to}, which is told first what it had said. */
  carry(client: Client, said: readonly Buffer[]): void
}

/**
 * Clients that wait for their first answer over a source that is to be left go over to another one: those of whom nothing can have
 * run. The rest stay, and so does everybody who was answered. Returns how many went.
 */
export function moveUnanswered({ carried, to, opening, isLeft, carry }: Move): number {
  let moved = 0
  for (const [client, own] of carried.unansweredBeside(to)) {
    const { letGo } = own
    const said = letGo?.said() ?? null
    if (letGo === null || said === null || own.hasLeft || !isLeft(own.source)) continue
    if (!isRepeatable(opening, Buffer.concat(said))) continue
    own.isMoving = true
    moved += 1
    letGo.go((all) => carry(client, all))
  }
  return moved
}
