import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import type { Tamper } from '#sandbox/gateway/index.ts'
import { EngineWorld } from './engine-world.ts'
import { readAll, until } from './transfers.ts'

/*
 * How much goes up. More than a test run can bear, a gigabyte:
 *   CULVERT_INTEGRITY_MB=1000 npx vitest run --project integration test/integration/engine/integrity.test.ts
 */
const megabytes = Number(process.env['CULVERT_INTEGRITY_MB'] ?? 32)
const chunkBytes = 65_536
const chunks = Math.ceil((megabytes * 1_000_000) / chunkBytes)

/** A network that loses, doubles and swaps some of everything, after the handshake. */
const unkind: Tamper = ({ index }) => {
  if (index < 10) return 'deliver'
  if (index % 5_003 === 0) return 'drop'
  if (index % 997 === 0) return 'duplicate'
  return index % 503 === 0 ? 'swap' : 'deliver'
}

it(
  `carries ${megabytes} MB unchanged through losses, copies, disorder and three resumes`,
  { timeout: 60_000 + megabytes * 1_000 },
  async () => {
    const world = await EngineWorld.start()
    const content = Array.from({ length: 16 }, () => randomBytes(chunkBytes))
    const sent = createHash('sha256')
    let arrived = 0
    await world.serve((socket) => {
      const seen = createHash('sha256')
      socket.on('data', (bytes) => {
        seen.update(bytes)
        arrived += bytes.length
        if (arrived === chunks * chunkBytes) socket.end(seen.digest('hex'))
      })
    })
    try {
      const { session, host } = await world.open({ behaviour: { tamper: unkind } })
      const stream = await session.openStream()
      const answer = readAll(stream)
      for (let index = 0; index < chunks; index += 1) {
        const chunk = content[index % content.length] ?? Buffer.alloc(0)
        // No two chunks alike: a lost one must not look like its neighbour.
        const numbered = Buffer.concat([
          chunk.subarray(0, -4),
          Buffer.from([index >> 24, index >> 16, index >> 8, index]),
        ])
        sent.update(numbered)
        if (!stream.write(numbered)) await once(stream, 'drain')
        if (index > 0 && index % Math.ceil(chunks / 4) === 0) {
          const before = host.resumes
          expect(world.gateway.drop(session.sessionId)).toBe(true)
          await until(() => host.resumes > before)
        }
      }
      expect((await answer).toString()).toBe(sent.digest('hex'))
      expect(host.resumes).toBe(3)
    } finally {
      await world.end()
    }
  },
)
