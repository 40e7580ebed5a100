import type { AgentBehaviour } from '../gateway.ts'
import { compareVersions } from './version.ts'

/** Agents older than this always send keepalives. */
const FIRST_AGENT_WITHOUT = '3.1.1446.0'
/** From this version on agents look at the client; the ones between never send any. */
const FIRST_AGENT_THAT_ASKS = '3.1.1575.0'
/** Clients newer than this are not sent, and not held to, keepalives. */
const LAST_CLIENT_WITH = '1.2.331.0'

/** Whether the agent's multiplexer sends keepalives, and gives up a client that sends none. */
export function keepaliveOf(session: {
  readonly behaviour: Pick<AgentBehaviour, 'keepalive'>
  readonly agentVersion: string
  readonly clientVersion: string
}): 'on' | 'off' {
  const { behaviour, agentVersion, clientVersion } = session
  if (behaviour.keepalive !== 'by-version') return behaviour.keepalive
  if (compareVersions(agentVersion, FIRST_AGENT_WITHOUT) < 0) return 'on'
  if (compareVersions(agentVersion, FIRST_AGENT_THAT_ASKS) < 0) return 'off'
  return compareVersions(clientVersion, LAST_CLIENT_WITH) > 0 ? 'off' : 'on'
}
