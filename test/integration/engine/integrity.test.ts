import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { programsRoom } from '#relay/engine/builtin/ahead-room.ts'
import { EngineWorld, type WorldSession } from './engine-world.ts'
import { createContent, createTally, type Tally } from './random-content.ts'
import { watchMemory } from './memory-watch.ts'
import { awaited, until } from './transfers.ts'
import { createUnkindNetwork, type Unkindness } from './unkind-network.ts'

/*
 * How much goes up, and down. What the project promises is a gigabyte each way, more than every run can bear:
 *   CULVERT_INTEGRITY_MB=1000 npx vitest run --project integration test/integration/engine/integrity.test.ts
 * prints how long each took and what it needed.
 */
const asked = process.env['CULVERT_INTEGRITY_MB']
const megabytes = Number(asked ?? 32)
const total = megabytes * 1_000_000
const resumes = 3

/** The second is as the service ends a channel every hour. */
const closeCodes = [undefined, 1_000, undefined] as const

/**
 * How much memory gateway, agent, both ends and engine come to need together, whatever the size; and what waits behind
 * messages that were lost with a connection, which an agent without a sleep fills as fast as it can.
 */
const memoryBound = 256_000_000 + Math.min(total, programsRoom.limit)

const memory = watchMemory()

let world: EngineWorld

beforeEach(async () => {
  world = await EngineWorld.start()
})

afterEach(async () => {
  await world.end()
})

/** Drops the channel whenever another quarter has arrived, once it is back from the drop before. */
function createCuts({ session, host }: WorldSession): (arrived: number) => void {
  let cuts = 0
  return (arrived) => {
    if (cuts === resumes || arrived < (total * (cuts + 1)) / (resumes + 1)) return
    if (host.resumes === cuts && world.gateway.drop(session.sessionId, closeCodes[cuts])) cuts += 1
  }
}

/** Sends `total` bytes from one end to the other; resolves when all, or no more, has arrived. */
async function send(
  [source, sink]: readonly [Duplex, Duplex],
  progressed: (arrived: number) => void,
): Promise<{ readonly made: Tally; readonly arrived: Tally }> {
  const [made, arrived] = [createTally(), createTally()]
  const over = awaited<null>()
  sink.on('data', (chunk: Buffer) => {
    arrived.add(chunk)
    progressed(arrived.bytes)
    if (arrived.bytes >= total) over.resolve(null)
  })
  sink.on('close', () => over.resolve(null))
  await pipeline(createContent(total, made), source, { end: false })
  await over.promise
  return { made, arrived }
}

interface Direction extends Unkindness {
  /** What the agent is like. On its own way down it repairs one loss at a time, so more speed would only lose more. */
  readonly agent: { readonly payloadBytes: number; readonly sleepMs: number }
}

const directions: readonly Direction[] = [
  {
    against: 'upload',
    drop: 1_009,
    duplicate: 503,
    swap: 251,
    loseAcknowledgement: 509,
    agent: { payloadBytes: 1_024, sleepMs: 0 },
  },
  {
    against: 'download',
    drop: 307,
    duplicate: 53,
    swap: 59,
    loseAcknowledgement: 311,
    agent: { payloadBytes: 32_768, sleepMs: 1 },
  },
]

for (const { against, agent, ...unkindness } of directions) {
  it(
    `carries ${megabytes} MB of ${against} unchanged through losses, copies, disorder and ${resumes} resumes`,
    { timeout: 60_000 + megabytes * 1_000 },
    async () => {
      const { tamper, dealt } = createUnkindNetwork({ against, ...unkindness })
      const startedAt = performance.now()
      const opened = await world.open({ behaviour: { ...agent, tamper } })
      const far = awaited<Socket>()
      await world.serve(far.resolve)
      const near = await opened.session.openStream()
      const ends = against === 'upload' ? ([near, await far.promise] as const) : ([await far.promise, near] as const)
      const cut = createCuts(opened)
      const { made, arrived } = await send(ends, (bytes) => {
        cut(bytes)
        memory.look()
      })
      // A hole that is filled late lets the rest arrive at once, before the last drop is over.
      await until(() => opened.host.resumes === resumes)
      // What is left of copies would come now.
      await opened.session.stop(5_000)
      expect(arrived.bytes).toBe(total)
      const digest = arrived.digest()
      expect(digest).toBe(made.digest())
      for (const [fate, times] of Object.entries(dealt)) expect(times, fate).toBeGreaterThanOrEqual(3)
      expect(memory.growth()).toBeLessThan(memoryBound)
      const seconds = (performance.now() - startedAt) / 1_000
      if (asked !== undefined)
        console.info({ against, megabytes, seconds, ...dealt, resumes, grownBy: memory.growth(), digest })
    },
  )
}
