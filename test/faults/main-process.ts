import { join } from 'node:path'
import { createLeftSessions } from '#core/app/sessions/left-sessions.ts'
import { createSessionMemory } from '#core/app/sessions/session-memory.ts'
import { createSessionsStore } from '#core/store/sessions-store.ts'
import { silentLog } from '../integration/identity/identity-setup.ts'
import { openTunnelWorldOver } from '../integration/tunnels/tunnel-world.ts'
import { findOfficialPlugin } from '../support/official-plugin.ts'
import { startRelayProcess } from '../support/relay-process.ts'
import { wallClock } from '../support/wall-clock.ts'
import type { FaultEngine } from './played.ts'

/** What such a main is told to be. */
export interface MainWish {
  readonly environment: Readonly<Record<string, string>>
  readonly relay: string
  /** Where it keeps its ledger and its relay's run file, as one start after the other does. */
  readonly folder: string
  readonly engine: FaultEngine
  readonly port: number
}

/** Told once its tunnel's port listens. */
export interface MainReady {
  readonly relayPid: number
  /** From its first line, milliseconds: what loading the program takes is the app's own matter. */
  readonly listeningAfterMs: number
}

/** Plays main in a process of its own that can be killed: the core with its ledger on disk, over a relay that it has started. */
async function runMain({ environment, relay: entry, folder, engine, port }: MainWish): Promise<void> {
  const startedAt = performance.now()
  const store = createSessionsStore({ path: join(folder, 'open-sessions.json'), clock: wallClock, log: silentLog })
  const { kept } = await store.load()
  const memory = createSessionMemory({ store, left: kept.sessions, log: silentLog })
  const relay = await startRelayProcess({ entry, runFile: join(folder, 'relay.json') })
  const world = await openTunnelWorldOver({ environment }, relay, memory)
  const { identity } = world
  if (engine === 'plugin') identity.plugin = await findOfficialPlugin()
  const { sessions, signIns } = identity
  const left = createLeftSessions({ memory, sessions, signIns, clock: wallClock, log: silentLog })
  process.once('message', () => {
    left.dispose()
    void world.dispose().then(() => process.exit(0))
  })
  await world.armTunnel({ engine, localPort: port })
  process.send?.({ relayPid: relay.pid(), listeningAfterMs: performance.now() - startedAt } satisfies MainReady)
  left.begin()
}

void runMain(JSON.parse(process.argv[2] ?? '') as MainWish)
