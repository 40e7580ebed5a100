import { setTimeout as delay } from 'node:timers/promises'
import { measureEcho, type EchoTimes } from '../engine/measure.ts'
import { openClient } from '../tunnel/bench-relay.ts'
import { lanesOpened, startDump, type Dump, type PoolWorld } from './pool-world.ts'

const settleMs = 1_000
const windowMs = 6_000
const echoes = 300
/** Behind a dump each takes 0.3 s. */
const olderEchoes = 30

/** MB/s of `k` downloads together that were started one after the other, each when the session for it was there. */
export async function measureParallel(pool: PoolWorld, k: number): Promise<number> {
  const { id, port } = await pool.arm()
  const dumps: Dump[] = []
  try {
    for (let count = 0; count < k; count += 1) {
      if (count > 0) await lanesOpened(pool, id, count)
      dumps.push(await startDump(port))
    }
    await delay(settleMs)
    const total = (): number => dumps.reduce((sum, dump) => sum + dump.bytes(), 0)
    const [before, startedAt] = [total(), performance.now()]
    await delay(windowMs)
    return (total() - before) / 1e3 / (performance.now() - startedAt)
  } finally {
    for (const dump of dumps) dump.close()
    await pool.world.supervisor.disarm(id)
  }
}

/** Round trips of a connection of the same tunnel while another one downloads as fast as it can. */
export async function measureBesideDump(pool: PoolWorld, opened: 'before' | 'after'): Promise<EchoTimes> {
  const { id, port } = await pool.arm()
  const older = opened === 'before' ? await openClient(port) : null
  const dump = await startDump(port)
  try {
    await lanesOpened(pool, id, 1)
    const before = dump.bytes()
    const times = await measureEcho(
      async () => older ?? (await openClient(port)),
      older === null ? echoes : olderEchoes,
      5,
    )
    if (dump.bytes() === before) throw new Error('nothing came down beside the echoes')
    return times
  } finally {
    dump.close()
    older?.destroy()
    await pool.world.supervisor.disarm(id)
  }
}
