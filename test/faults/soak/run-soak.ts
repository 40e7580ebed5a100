import { pick, seededRandom } from '../../support/seeded-random.ts'
import { MemoryWatch } from './memory.ts'
import { SoakClient, type Tally } from './soak-client.ts'
import { nextFault, type SoakFault } from './soak-faults.ts'
import { openSoakWorld, type SoakWorld } from './soak-world.ts'

interface SoakOptions {
  /** The relay, as the app's build bundles it. */
  readonly relay: string
  readonly minutes: number
  readonly seed: number
  readonly report: (line: string) => void
}

/** How a soak went. `rotations`: sessions that were followed by another one. */
export interface SoakResult extends Readonly<Tally> {
  readonly ok: boolean
  readonly faults: number
  readonly rotations: number
  /** Sessions, processes and ports that were left. */
  readonly leaked: number
  readonly memoryGrowthMb: number
  readonly seed: number
}

const tunnels = 20
const growthLimitMb = 30
/** Between two faults, ms: with chance, from half to one and a half times as long. */
const betweenFaultsMs = 8_000
/** Whoever is cut is told, and comes back, within so long after what cut it, ms. */
const aftermathMs = 30_000

/** Works through twenty tunnels to real databases while one thing after the other fails, by a seed. */
export async function runSoak({ relay, minutes, seed, report }: SoakOptions): Promise<SoakResult> {
  const random = seededRandom(seed)
  const world = await openSoakWorld(relay, tunnels)
  const tally: Tally = { connections: 0, queries: 0, lost: 0 }
  const excuses = new Excuses()
  const clients = world.tunnels.map(
    ({ id, ...tunnel }, index) =>
      new SoakClient({
        ...{ ...tunnel, tally, report, random: seededRandom(seed + 1 + index) },
        isExcused: (since) => excuses.reach(id, since),
      }),
  )
  const memory = new MemoryWatch()
  const looking = setInterval(() => {
    world.forgetTold()
    memory.look(world.relayPid())
  }, 5_000)
  const faults = await playFaults({ world, random, excuses, report, until: Date.now() + minutes * 60_000 })
  await Promise.all(clients.map((client) => client.end()))
  clearInterval(looking)
  memory.look(world.relayPid())
  const rotations = followedSessions(world)
  const leaked = await world.close()
  const { growthMb: memoryGrowthMb } = memory
  const ok = tally.lost === 0 && leaked === 0 && memoryGrowthMb <= growthLimitMb && tally.queries > 0
  return { ok, ...tally, faults, rotations, leaked, memoryGrowthMb, seed }
}

interface Playing {
  readonly world: SoakWorld
  readonly random: () => number
  readonly excuses: Excuses
  readonly until: number
  readonly report: (line: string) => void
}

/** Resolves with how many there were, once the time is over. */
async function playFaults({ world, random, excuses, until, report }: Playing): Promise<number> {
  let faults = 0
  for (;;) {
    const waitMs = betweenFaultsMs * (0.5 + random())
    const fault = nextFault(random)
    const tunnel = pick(random, world.tunnels)
    await world.pause(Math.max(0, Math.min(waitMs, until - Date.now())))
    if (Date.now() >= until) return faults
    const sessionId = world.sessionOf(tunnel.id)
    // A tunnel that has none at the moment is left alone; the next fault comes all the same.
    if (sessionId === null) continue
    report(`${fault.name} (${tunnel.database.engine})`)
    excuses.add(fault, tunnel.id)
    await fault.play(world, sessionId)
    faults += 1
  }
}

function followedSessions({ sandbox, tunnels: all }: SoakWorld): number {
  const { active, ended } = sandbox.state().sessions
  return Math.max(0, active.length + ended.length - all.length)
}

/** Which connections may have ended, and when. */
class Excuses {
  readonly #all: { readonly tunnelId: string | null; readonly at: number }[] = []

  add({ ends }: SoakFault, tunnelId: string): void {
    if (ends === 'none') return
    this.#all.push({ tunnelId: ends === 'all' ? null : tunnelId, at: Date.now() })
  }

  /** Whether a connection of a tunnel that was begun then may have ended by now. */
  reach(tunnelId: string, since: number): boolean {
    return this.#all.some(
      ({ at, tunnelId: ofTunnel }) => (ofTunnel === null || ofTunnel === tunnelId) && at + aftermathMs > since,
    )
  }
}
