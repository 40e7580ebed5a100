import { measureDownload } from '../engine/measure.ts'
import { type AgentConstants, type BenchRelay, openClient } from './bench-relay.ts'

const bytes = 60_000_000
/** An agent without a sleep, of whose messages one in a hundred is lost: some fifty, each sent again after 100 ms. */
const lossy: AgentConstants = {
  sleepMs: 0,
  payloadBytes: 16_384,
  noise: { drop: 0.01, duplicate: 0, reorder: 0, loseAcknowledgements: 0, after: 20, seed: 7 },
}

/**
 * MB/s of a download that loses messages on its way. A client that has no room for what comes meanwhile loses that as well, and
 * ends at ten messages a second.
 */
export async function measureRecovery(relay: BenchRelay): Promise<number> {
  const tunnel = await relay.openTunnel(relay.endpoints.sourcePort, null, lossy)
  try {
    await tunnel.startSession()
    const { megabytesPerSecond } = await measureDownload(() => openClient(tunnel.port), bytes)
    return megabytesPerSecond
  } finally {
    await tunnel.close()
  }
}
