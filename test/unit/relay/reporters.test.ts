import { beforeEach, describe, expect, it } from 'vitest'
import type { DoorCounters } from '#contract/relay.ts'
import { CountsReporter, type ClientsNow } from '#relay/front-door/counts-reporter.ts'
import { RefusedClients } from '#relay/front-door/refused-clients.ts'
import { TurnedAway } from '#relay/front-door/turned-away.ts'
import { TrafficReporter } from '#relay/traffic-reporter.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

describe('counts of clients', () => {
  let clock: ManualClock
  let clients: ClientsNow
  let reporter: CountsReporter
  const reported: string[] = []

  beforeEach(() => {
    clock = new ManualClock()
    reported.length = 0
    reporter = new CountsReporter({
      clock,
      read: () => clients,
      report: ({ open, waiting }) => reported.push(`${open}/${waiting} at ${clock.now()}`),
    })
  })

  function become(open: number, waiting: number): void {
    clients = { open, waiting, peerPorts: [], elsewhere: [], waiters: [] }
    reporter.changed()
  }

  it('go at once to and from zero, else at most every 250 ms with the last state', () => {
    become(1, 0)
    become(2, 0)
    clock.pass(100)
    become(3, 0)
    clock.pass(149)
    expect(reported).toEqual(['1/0 at 0'])
    clock.pass(1)
    become(3, 1)
    become(0, 1)
    expect(reported).toEqual(['1/0 at 0', '3/0 at 250', '3/1 at 250', '0/1 at 250'])
    clock.pass(1_000)
    expect(reported).toHaveLength(4)
  })

  it('are not told any more once disposed', () => {
    become(1, 0)
    become(2, 0)
    reporter.dispose()
    clock.pass(1_000)
    expect(reported).toEqual(['1/0 at 0'])
  })
})

describe('traffic', () => {
  const quiet: DoorCounters = { bytesIn: 0, bytesOut: 0, open: 0, waiting: 0 }

  it('is told once a second, only for doors where something moved, and stops with the last client', () => {
    const clock = new ManualClock()
    const doors = new Map([
      ['a', quiet],
      ['b', quiet],
    ])
    const reported: Record<string, DoorCounters>[] = []
    const traffic = new TrafficReporter({ clock, read: () => doors, report: (moved) => reported.push(moved) })
    const moved = { bytesIn: 10, bytesOut: 5, open: 1, waiting: 0 }
    doors.set('a', moved)
    traffic.wake()
    clock.pass(1_000)
    expect(reported).toEqual([{ a: moved }])
    clock.pass(1_000)
    expect(reported).toHaveLength(1)
    const gone = { ...moved, open: 0 }
    doors.set('a', gone)
    clock.pass(1_000)
    expect(reported.at(-1)).toEqual({ a: gone })
    expect(clock.pending).toBe(0)
    traffic.wake()
    expect(clock.pending).toBe(1)
  })
})

describe('refused clients', () => {
  it('are told at once and then once a second, however many they are, by what they said of themselves', () => {
    const clock = new ManualClock()
    const told: string[] = []
    const refused = new RefusedClients({
      clock,
      report: ({ reason }, clients) => told.push(`${clients} for ${reason} at ${clock.now()}`),
    })
    for (let client = 0; client < 3_000; client += 1) refused.add({ reason: 'not-understood' })
    expect(told).toEqual(['1 for not-understood at 0'])
    clock.pass(1_000)
    refused.add({ reason: 'other-user' })
    refused.dispose()
    expect(told.slice(1)).toEqual(['2999 for not-understood at 1000', '1 for other-user at 1000'])
    expect(clock.pending).toBe(0)
  })
})

describe('the count of clients turned away', () => {
  it('is told once a second, however many they are, and the rest when the door closes', () => {
    const clock = new ManualClock()
    const told: string[] = []
    const turnedAway = new TurnedAway({
      clock,
      report: (clients, why) => told.push(`${clients} for ${why} at ${clock.now()}`),
    })
    for (let client = 0; client < 3_000; client += 1) turnedAway.add('waiting-places')
    clock.pass(999)
    expect(told).toEqual([])
    clock.pass(1)
    turnedAway.add('file-handles')
    turnedAway.dispose()
    expect(told).toEqual(['3000 for waiting-places at 1000', '1 for file-handles at 1000'])
    expect(clock.pending).toBe(0)
  })
})
