import { describe, expect, it } from 'vitest'
import { startRelayHeartbeat } from '../../../main/relay-host/relay-heartbeat.ts'
import { FakeClock } from '../tunnels/fakes.ts'

function beating() {
  const clock = new FakeClock()
  const told = { asked: 0, silent: 0 }
  const heartbeat = startRelayHeartbeat(clock, { ask: () => (told.asked += 1), silent: () => (told.silent += 1) })
  return { clock, told, heartbeat }
}

describe('the relay’s heartbeat', () => {
  it('asks once a second for as long as there is an answer', async () => {
    const { clock, told, heartbeat } = beating()
    for (let second = 0; second < 20; second += 1) {
      heartbeat.heard()
      await clock.advance(1_000)
    }
    expect(told).toEqual({ asked: 21, silent: 0 })
  })

  it('tells of a relay that five beats have got nothing out of, once', async () => {
    const { clock, told } = beating()
    await clock.advance(4_999)
    expect(told).toEqual({ asked: 5, silent: 0 })
    await clock.advance(60_000)
    expect(told).toEqual({ asked: 5, silent: 1 })
  })

  it('leaves no timer behind', async () => {
    const { clock, told, heartbeat } = beating()
    heartbeat.stop()
    await clock.advance(60_000)
    expect(told).toEqual({ asked: 1, silent: 0 })
    expect(clock.timers).toBe(0)
  })
})
