import type { AgentPacing } from '../figure.ts'
import { type BenchRelay, openClient, type PluginBinary } from './bench-relay.ts'
import { usageOf } from './process-usage.ts'
import type { Way } from './scenarios.ts'

/** The gateway without its brakes: no sleep, and messages as large as it reads from a target. */
const unpaced = { sleepMs: 0, payloadBytes: 16_384 }

/** Which engine, to which agent. */
export interface TunnelWay {
  readonly engine: 'builtin' | 'plugin'
  readonly agent: AgentPacing
  readonly plugin: PluginBinary | null
}

/** Through a door of the relay and a session. */
export function tunnelWay(relay: BenchRelay, { engine, agent, plugin }: TunnelWay): Way {
  return {
    engine,
    agent,
    through: async (endpoint, measure) => {
      const tunnel = await relay.openTunnel(relay.endpoints[endpoint], plugin, agent === 'faithful' ? {} : unpaced)
      try {
        await tunnel.startSession()
        return await measure(() => openClient(tunnel.port))
      } finally {
        await tunnel.close()
      }
    },
    cpuSeconds: () => usageOf(relay.pid())?.cpuSeconds ?? null,
  }
}

/** Straight to the endpoints. The kernel carries the bytes, so that nobody's processor time can be told. */
export function directWay({ endpoints }: BenchRelay): Way {
  return {
    engine: 'direct',
    agent: 'faithful',
    through: (endpoint, measure) => measure(() => openClient(endpoints[endpoint])),
    cpuSeconds: () => null,
  }
}
