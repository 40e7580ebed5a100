import type { RelayFact } from '#contract/relay.ts'
import { SshConnection } from './ssh-connection.ts'
import type { SshDeskDeps } from './ssh-deps.ts'

/** SSH programs that come to the app's socket, until disposed. */
export interface SshDesk {
  dispose(): void
}

/** Has the relay listen for `culvert ssh-proxy`, and gives each program that comes a session of its own. */
export function createSshDesk(deps: SshDeskDeps): SshDesk {
  const { relay, appFolder } = deps
  const connections = new Map<string, SshConnection>()
  const listen = (): void => relay.order({ type: 'open-ssh-socket', appFolder })
  const hear = (fact: RelayFact): void => {
    if (fact.type === 'ssh-left') {
      connections.get(fact.requestId)?.left()
      connections.delete(fact.requestId)
    }
    if (fact.type !== 'ssh-asked') return
    const connection = new SshConnection(deps, fact)
    connections.set(fact.requestId, connection)
    connection.begin()
  }
  const leaveAll = (): void => {
    for (const connection of connections.values()) connection.cut()
    connections.clear()
  }
  const stops = [relay.onFact(hear), relay.onStarted(listen), relay.onStopped(leaveAll)]
  // It may run already, for an armed port.
  listen()
  return {
    dispose() {
      for (const stop of stops) stop()
      leaveAll()
    },
  }
}
