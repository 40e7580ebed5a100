import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { programsRoom } from '#relay/engine/builtin/ahead-room.ts'
import type { TamperedMessage } from '#sandbox/gateway/index.ts'
import { EngineWorld } from './engine-world.ts'
import { get, sha256, Store } from './transfers.ts'

let world: EngineWorld
let store: Store

beforeEach(async () => {
  world = await EngineWorld.start()
  store = new Store()
  await world.serve(store.handle)
})

afterEach(async () => {
  await world.end()
  expect(programsRoom.used).toBe(0)
})

const isData = ({ direction, type }: TamperedMessage): boolean =>
  direction === 'to-client' && type === 'output_stream_data'

const isAcknowledgement = ({ direction, type }: TamperedMessage): boolean =>
  direction === 'to-agent' && type === 'acknowledge'

describe('a download', () => {
  it('has room for all that comes until the agent has sent again what was lost', async () => {
    const bytes = 48_000_000
    const lost = new Set([40, 41, 42])
    const { session, host } = await world.open({
      behaviour: {
        tamper: (message) => {
          if (!isData(message) || !lost.has(message.sequence)) return 'deliver'
          // Lost each time, until there is more behind it than an impatient client would keep.
          if (programsRoom.used < 24_000_000) return 'drop'
          lost.delete(message.sequence)
          return 'deliver'
        },
      },
    })
    const got = await get(await session.openStream(), bytes)
    expect(got).toBe(sha256(store.content.get(bytes) ?? Buffer.alloc(0)))
    // One that is over within a second is not told at all; what overflows takes longer, and is.
    expect(host.recoveries.filter(({ overflowed }) => overflowed > 0)).toEqual([])
  })

  it('is not asked for again by acknowledgements that were lost with the connection', async () => {
    let swallowing = false
    const unheard = new Set<number>()
    const again: number[] = []
    let newest = -1
    const { session, host } = await world.open({
      behaviour: {
        tamper: (message) => {
          if (isAcknowledgement(message) && swallowing) {
            unheard.add(message.index)
            if (unheard.size === 300) {
              swallowing = false
              setImmediate(() => world.gateway.drop(session.sessionId))
            }
            return 'drop'
          }
          if (!isData(message)) return 'deliver'
          if (message.sequence === 200) swallowing = true
          if (message.sequence <= newest) again.push(message.sequence)
          newest = Math.max(newest, message.sequence)
          return 'deliver'
        },
      },
    })
    const bytes = 12_000_000
    const got = await get(await session.openStream(), bytes)
    expect(got).toBe(sha256(store.content.get(bytes) ?? Buffer.alloc(0)))
    expect([host.resumes, unheard.size]).toEqual([1, 300])
    // What was on the socket's way when it went is lost in any case.
    expect(again.length).toBeLessThan(100)
  })
})
