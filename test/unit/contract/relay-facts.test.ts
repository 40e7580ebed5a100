import { expect, test } from 'vitest'
import { relayFact } from '#contract/relay.ts'
import { trafficReport } from '#contract/snapshot.ts'
import { clientCounts } from '#contract/status.ts'

const tunnelId = '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f01'
const sessionId = 'jane-0a1b'

/** Facts with a number that is put in, and what each must be. */
const facts: readonly (readonly [name: string, as: 'count' | 'duration', fact: (value: number) => unknown])[] = [
  ['open', 'count', (open) => ({ type: 'clients-changed', tunnelId, open, waiting: 0, peerPorts: [] })],
  ['waiting', 'count', (waiting) => ({ type: 'clients-changed', tunnelId, open: 0, waiting, peerPorts: [] })],
  ['bytesIn', 'count', (bytesIn) => doors({ bytesIn })],
  ['bytesOut', 'count', (bytesOut) => doors({ bytesOut })],
  ['open of traffic', 'count', (open) => doors({ open })],
  ['waiting of traffic', 'count', (waiting) => doors({ waiting })],
  ['turned away', 'count', (clients) => ({ type: 'clients-turned-away', tunnelId, clients, why: 'file-handles' })],
  ['refused', 'count', (clients) => ({ type: 'clients-refused', tunnelId, client: { reason: 'other-user' }, clients })],
  ['told', 'count', (told) => ({ type: 'clients-let-go', tunnelId, told, untold: 0 })],
  ['untold', 'count', (untold) => ({ type: 'clients-let-go', tunnelId, told: 0, untold })],
  ['kept', 'count', (keptBytes) => ({ type: 'session-recovering', sessionId, missing: 0, keptBytes, overflowed: 0 })],
  ['waited', 'duration', (waitedMs) => ({ type: 'clients-wait', tunnelId, waiters: [{ peerPort: 1, waitedMs }] })],
  ['opened', 'duration', (openedInMs) => ({ type: 'session-ready', sessionId, agentVersion: null, openedInMs })],
  ['alive', 'duration', (latencyMs) => ({ type: 'session-alive', sessionId, latencyMs })],
  ['answered', 'duration', (latencyMs) => ({ type: 'endpoint-answered', sessionId, latencyMs })],
]

function doors(changed: object): unknown {
  const counters = { bytesIn: 0, bytesOut: 0, open: 0, waiting: 0, ...changed }
  return { type: 'traffic', doors: { [tunnelId]: counters } }
}

test.each(facts)('%s is a %s', (_, as, fact) => {
  const taken = [0, 7, 0.5, -1, Number.NaN, Number.POSITIVE_INFINITY].map(
    (value) => relayFact.safeParse(fact(value)).success,
  )
  expect(taken).toEqual([true, true, as === 'duration', false, false, false])
})

test('what main takes from the relay, a window takes from main', () => {
  for (const value of [-1, 0, 0.5, 7]) {
    const isTaken = relayFact.safeParse(doors({ bytesIn: value, open: value })).success
    expect(clientCounts.safeParse({ open: value, waiting: 0 }).success).toBe(isTaken)
    const traffic = { bytesIn: value, bytesOut: 0, rateIn: 0, rateOut: 0 }
    expect(trafficReport.safeParse({ at: 0, tunnels: { [tunnelId]: traffic } }).success).toBe(isTaken)
  }
})
