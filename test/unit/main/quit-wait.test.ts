import { describe, expect, it } from 'vitest'
import type { Snapshot } from '#contract/snapshot.ts'
import { createListeners } from '#domain/listeners/listeners.ts'
import { createQuitWait } from '../../../main/system/quit-wait.ts'
import { ManualClock } from '#test/support/manual-clock.ts'
import { fixtureSnapshot } from '#test/support/snapshot-fixtures.ts'

/** The app with so many connections, told to quit when they have ended. */
function waiting(open: number) {
  const clock = new ManualClock()
  const updates = createListeners<never>()
  const told: string[] = []
  const withOpen = (connections: number): Snapshot => {
    const all = fixtureSnapshot({}, 0)
    const tunnels = all.tunnels.map((tunnel, index) => ({
      ...tunnel,
      clients: { open: index === 0 ? connections : 0, waiting: 0 },
    }))
    return { ...all, tunnels, shells: [], files: [] }
  }
  let current = withOpen(open)
  const wait = createQuitWait({
    snapshot: {
      current: () => current,
      onUpdate: updates.subscribe,
      setApp: ({ quitsWhenFinished }) => void told.push(quitsWhenFinished === true ? 'waits' : 'stays'),
    },
    clock,
    quit: () => void told.push('quit'),
  })
  wait.begin(() => void told.push('late'))
  const become = (connections: number): void => {
    current = withOpen(connections)
    updates.tell(undefined as never)
  }
  return { wait, clock, told, become, updates }
}

describe('an end that waits', () => {
  it('comes once nothing goes on, and not between two queries of a program', () => {
    const { clock, told, become } = waiting(2)
    become(0)
    clock.pass(1_900)
    become(1)
    clock.pass(60_000)
    expect(told).toEqual(['waits'])
    become(0)
    clock.pass(2_000)
    expect(told).toEqual(['waits', 'stays', 'quit'])
    expect(clock.pending).toBe(0)
  })

  it('cuts nobody off that takes longer than half an hour', () => {
    const { clock, told, updates } = waiting(1)
    clock.pass(30 * 60_000)
    expect(told).toEqual(['waits', 'stays', 'late'])
    expect([clock.pending, updates.size()]).toEqual([0, 0])
  })

  it('does not come when it was taken back', () => {
    const { wait, clock, told, become, updates } = waiting(1)
    become(0)
    wait.cancel()
    clock.pass(60_000)
    expect(told).toEqual(['waits', 'stays'])
    expect([clock.pending, updates.size()]).toEqual([0, 0])
  })
})
