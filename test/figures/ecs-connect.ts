import { startSandbox } from '#sandbox/start.ts'
import { openTunnelWorld, type TunnelWorld } from '../integration/tunnels/tunnel-world.ts'
import { TestClient } from '../support/tcp.ts'
import type { FigureRow } from './figure-row.ts'

/** What StartSession takes, and each of the calls that find the task (ms): as far as AWS is away. */
const takes = { start: 300, look: 40 } as const
const looks = ['ListTasks', 'DescribeTasks', 'DescribeSessions'] as const
const rounds = 5
const limitMs = 400

/** How much longer than StartSession a client waits for its first answer through a container, at the median. */
export async function measureEcsConnect(): Promise<FigureRow> {
  const sandbox = await startSandbox({ databases: [] })
  try {
    await sandbox.seedSignIn()
    const world = await openTunnelWorld(sandbox)
    try {
      const target = { by: 'ecs', cluster: 'ledger', service: 'worker', container: 'app' } as const
      const { id, port } = await world.armTunnel({ target })
      // The first one reads the sign-in and loads AWS's clients.
      await connected(world, id, port)
      sandbox.fault({ kind: 'delay', action: 'StartSession', milliseconds: takes.start, times: rounds })
      for (const action of looks) sandbox.fault({ kind: 'delay', action, milliseconds: takes.look, times: rounds })
      const times: number[] = []
      for (let round = 0; round < rounds; round += 1) times.push((await connected(world, id, port)) - takes.start)
      const value = Math.round(times.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0)
      const name = 'ecs-connect: first answer through a container, over StartSession'
      return { name, value, unit: 'ms', goal: `≤ ${limitMs}`, holds: value <= limitMs }
    } finally {
      await world.dispose()
    }
  } finally {
    await sandbox.stop()
  }
}

/** Milliseconds from a client's connect to its first byte back; the session is gone afterwards. */
async function connected(world: TunnelWorld, id: string, port: number): Promise<number> {
  const startedAt = performance.now()
  const client = await TestClient.connect(port)
  client.socket.write('?')
  await client.bytes(1)
  const took = performance.now() - startedAt
  client.socket.destroy()
  await world.seen(id, ({ clients }) => clients.open === 0)
  await world.supervisor.disconnect(id)
  await world.seen(id, ({ status }) => status.kind === 'armed')
  return took
}
