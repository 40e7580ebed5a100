import type { Socket } from 'node:net'
import type { AnySession } from '#relay/engine/builtin/index.ts'
import type { EngineSession } from '#relay/engine/engine.ts'
import { monotonicClock } from '#relay/clock.ts'
import { spliceUnwatched } from '#relay/front-door/splice.ts'
import { type Listener, listen, scopeOf } from './listener.ts'
import type { Result } from '#contract/result.ts'
import type { Terminal } from './terminal.ts'
import * as texts from './texts.ts'

type PortOpened = Extract<AnySession, { readonly kind: 'port' }>

/** Opens the local end of a port session and carries every connection over it. */
export async function openPort(
  { session, agreement, mode }: PortOpened,
  terminal: Terminal,
): Promise<Result<Listener>> {
  const { sessionId } = session
  const isBasic = mode === 'basic'
  const place = scopeOf(agreement.properties)
  let accepted = 0
  const accept = (socket: Socket): void => {
    accepted += 1
    if (accepted === 1) {
      terminal.write(isBasic ? texts.basicConnectionAccepted(sessionId) : texts.connectionAccepted(sessionId))
    }
    void carry(socket, session)
  }
  const listener = await listen(place, accept)
  if (!listener.ok) return listener
  const opened =
    place.kind === 'unix' ? texts.socketOpened(place.path, sessionId) : texts.portOpened(listener.value.port, sessionId)
  terminal.write(`${opened}${isBasic ? '\n' : texts.waiting}`)
  return listener
}

async function carry(client: Socket, session: EngineSession): Promise<void> {
  try {
    const upstream = await session.openStream()
    spliceUnwatched(client, upstream, monotonicClock)
  } catch {
    // The session is over; so is the connection.
    client.destroy()
  }
}
