import type { Connection, ConnectionList, DoorConnection } from '#contract/connections.ts'
import type { RelayFact } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { doingOf } from '#domain/connection/doing.ts'
import { fail, ok } from '#domain/result.ts'
import type { RelayLink } from '../ports.ts'
import type { TunnelNewsDesk } from './tunnel-news.ts'
import type { TunnelUnit } from './tunnel-unit.ts'
import type { WaitingClients } from './waiting-clients.ts'

/** An answer is good for so long (ms): however many windows ask, and however often, the relay counts about once a second. */
const freshMs = 900
/** A relay that does not answer within so long (ms) hangs, or is gone. */
const answerLimitMs = 2_000

type Listed = Extract<RelayFact, { type: 'connections-listed' }>

/** Who is connected to a tunnel's port, one by one: found out when somebody asks, and at no other time. */
export interface ConnectionLists {
  /** RELAY_STOPPED when the relay does not answer. */
  list(unit: TunnelUnit): Promise<Result<ConnectionList>>
  /** The relay's answer. */
  take(unit: TunnelUnit, listed: Listed): void
  forget(unit: TunnelUnit): void
}

interface ConnectionListDeps {
  readonly relay: Pick<RelayLink, 'order'>
  readonly clock: Clock
  readonly news: Pick<TunnelNewsDesk, 'ownerOf'>
  readonly waiting: Pick<WaitingClients, 'ownerOf'>
}

interface Asked {
  readonly at: number
  readonly answer: Promise<Result<ConnectionList>>
}

/** Creates the lists. */
export function createConnectionLists(deps: ConnectionListDeps): ConnectionLists {
  const { relay, clock } = deps
  const asked = new Map<TunnelUnit, Asked>()
  const pending = new Map<TunnelUnit, (list: Result<ConnectionList>) => void>()

  const ask = (unit: TunnelUnit): Promise<Result<ConnectionList>> => {
    const answer = new Promise<Result<ConnectionList>>((resolve) => {
      const cancel = clock.after(answerLimitMs, () => resolve(fail('RELAY_STOPPED', {})))
      pending.set(unit, (list) => {
        cancel()
        resolve(list)
      })
    })
    asked.set(unit, { at: clock.now(), answer })
    relay.order({ type: 'list-connections', tunnelId: unit.id })
    return answer
  }
  const settle = (unit: TunnelUnit, list: ConnectionList): void => {
    pending.get(unit)?.(ok(list))
    pending.delete(unit)
  }

  return {
    async list(unit) {
      if (unit.state.door.kind !== 'open') return ok({ connections: [], more: 0 })
      const last = asked.get(unit)
      if (last !== undefined && clock.now() - last.at < freshMs) return await last.answer
      return await ask(unit)
    },
    take(unit, { connections, more }) {
      const shown = connections.map((connection) => shownOf(connection, unit, deps))
      settle(unit, { connections: shown, more })
    },
    forget(unit) {
      settle(unit, { connections: [], more: 0 })
      asked.delete(unit)
    },
  }
}

/** With the program that was found out when the client came; nobody walks through the system's processes for the list. */
function shownOf(
  connection: DoorConnection,
  unit: TunnelUnit,
  { news, waiting }: Pick<ConnectionListDeps, 'news' | 'waiting'>,
): Connection {
  const { peerPort, from, sessionId } = connection
  if (from !== undefined)
    return { ...connection, program: null, doing: doingOf(connection, unit.saved.definition.kind) }
  const owner = sessionId === null ? waiting.ownerOf(unit, peerPort) : news.ownerOf(unit, peerPort)
  const program = owner === null ? null : { name: owner.program, pid: owner.pid }
  return { ...connection, program, doing: doingOf(connection, unit.saved.definition.kind) }
}
