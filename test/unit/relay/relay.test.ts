import { describe, expect, it } from 'vitest'
import type { RelayFact } from '#contract/relay.ts'
import { ok } from '#domain/result.ts'
import type { StartEngine } from '#relay/engine/engine.ts'
import { createRelay } from '#relay/relay.ts'
import { grantFor } from '#test/support/grants.ts'
import { ManualClock } from '#test/support/manual-clock.ts'
import { forwardOnly } from '#test/support/straight-engine.ts'
import { sessionOf } from './idle-session.ts'

const grant = grantFor({ port: 1, sessionId: 'ada-1' })
const turn = (): Promise<void> => new Promise(setImmediate)

function relayOver(start: StartEngine) {
  const facts: RelayFact[] = []
  const clock = new ManualClock()
  const relay = createRelay({ send: (fact) => facts.push(fact), engines: forwardOnly(start), clock })
  return { relay, facts, clock }
}

const types = (facts: readonly RelayFact[]): readonly string[] => facts.map(({ type }) => type)

describe('a relay that is being shut down', () => {
  it('still hears that a session is terminated, which its stop waits for, and nothing else', async () => {
    let starts = 0
    const { relay, facts } = relayOver(async (_grant, host) => {
      starts += 1
      return ok(sessionOf({ stop: async () => host.terminate?.() }))
    })
    relay.order({ type: 'start-session', grant })
    await turn()
    const gone = relay.dispose(10_000).then(() => facts.push({ type: 'traffic', doors: {} }))
    await turn()
    expect(types(facts)).toEqual(['session-ready', 'termination-needed'])
    relay.order({ type: 'start-session', grant: { ...grant, sessionId: 'ada-2' } })
    relay.order({ type: 'session-terminated', sessionId: 'ada-1' })
    await gone
    expect(types(facts).slice(2)).toEqual(['session-stopped', 'traffic'])
    expect(starts).toBe(1)
  })
})

describe('a session that is to serve a door', () => {
  it('which is not there is stopped, and says why when it was still to start', async () => {
    const stops: number[] = []
    const { relay, facts } = relayOver(async () => ok(sessionOf({ stop: async (ms) => void stops.push(ms) })))
    relay.order({ type: 'start-session', grant })
    relay.order({ type: 'serve-door', tunnelId: 'nowhere', sessionId: 'ada-1', before: 'drains' })
    await turn()
    expect(facts).toMatchObject([
      { type: 'session-failed', sessionId: 'ada-1', problem: { code: 'TUNNEL_UNKNOWN' } },
      { type: 'session-stopped', sessionId: 'ada-1' },
    ])
    relay.order({ type: 'start-session', grant: { ...grant, sessionId: 'ada-2' } })
    await turn()
    relay.order({ type: 'serve-door', tunnelId: 'nowhere', sessionId: 'ada-2', before: 'drains' })
    await turn()
    expect(types(facts).slice(2)).toEqual(['session-ready', 'session-stopped'])
    expect(stops.at(-1)).toBe(1_000)
  })

  it('is not there itself: nothing happens', async () => {
    const { relay, facts } = relayOver(async () => ok(sessionOf()))
    relay.order({ type: 'serve-door', tunnelId: 'nowhere', sessionId: 'nobody', before: 'drains' })
    await turn()
    expect(facts).toEqual([])
  })
})
