import { afterAll, beforeAll, expect } from 'vitest'

/** What files that share a process could leave to each other: the clock, the way to the network, the surroundings. */
function surroundings() {
  const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, Date, fetch } = globalThis
  const timers = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate }
  return { ...timers, Date, fetch, now: performance.now, folder: process.cwd(), environment: { ...process.env } }
}

let found: ReturnType<typeof surroundings>

beforeAll(() => {
  found = surroundings()
})

// A fake clock that is left running would make another file wait for ever.
afterAll(() => {
  const left = surroundings()
  const changed = Object.keys(found).filter(
    (name) => name !== 'environment' && left[name as keyof typeof left] !== found[name as keyof typeof found],
  )
  expect(changed, 'left changed by the tests of this file').toEqual([])
  expect(left.environment).toEqual(found.environment)
})
