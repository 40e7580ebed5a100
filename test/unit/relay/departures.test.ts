import { beforeEach, expect, it } from 'vitest'
import { Departures } from '#relay/session-host/departures.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

let clock: ManualClock
let departed: number
let departures: Departures

beforeEach(() => {
  clock = new ManualClock()
  departed = 0
  departures = new Departures({ clock, departed: () => (departed += 1) })
})

const answered = (): ReturnType<Departures['connect']> => {
  const connection = departures.connect()
  connection.answered()
  return connection
}

it('a far end that closes every connection at once has departed, and is told once', () => {
  const connections = [answered(), answered(), answered()]
  clock.pass(2_000)
  for (const [index, connection] of connections.entries()) {
    expect(departed, `${index}`).toBe(0)
    connection.closed()
    clock.pass(200)
  }
  expect(departed).toBe(1)
})

it.each<[string, () => void]>([
  [
    'another is open',
    () => {
      const [first, second] = [answered(), answered(), answered()]
      clock.pass(5_000)
      first.closed()
      second.closed()
    },
  ],
  [
    'they were closed one after the other',
    () => {
      const [first, second] = [answered(), answered()]
      clock.pass(5_000)
      first.closed()
      clock.pass(5_000)
      second.closed()
    },
  ],
  [
    'their clients ended them',
    () => {
      const connections = [answered(), answered()]
      clock.pass(5_000)
      for (const connection of connections) {
        connection.left()
        connection.closed()
      }
    },
  ],
  [
    'they were turned away as soon as they had come',
    () => {
      const connections = [answered(), answered()]
      clock.pass(500)
      for (const connection of connections) connection.closed()
    },
  ],
  [
    'one was alone, and had just come',
    () => {
      const connection = answered()
      clock.pass(30_000)
      connection.closed()
    },
  ],
  [
    'nobody was answered',
    () => {
      const connections = [departures.connect(), departures.connect()]
      clock.pass(120_000)
      for (const connection of connections) connection.closed()
    },
  ],
])('has not where %s', (_why, happen) => {
  happen()
  expect(departed).toBe(0)
})

it('one that was alone for a minute tells as well', () => {
  const connection = answered()
  clock.pass(60_000)
  connection.closed()
  expect(departed).toBe(1)
})
