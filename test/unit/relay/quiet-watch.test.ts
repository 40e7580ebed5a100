import { beforeEach, describe, expect, it } from 'vitest'
import { QuietWatch } from '#relay/session-host/quiet-watch.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

let clock: ManualClock
let told: string[]
let answer: 'alive' | 'unknown'
let watch: QuietWatch

beforeEach(() => {
  clock = new ManualClock()
  told = []
  answer = 'unknown'
  watch = new QuietWatch({
    clock,
    ask: async () => (told.push('asked'), answer),
    suspected: (quietMs) => told.push(`suspected after ${quietMs}`),
    heard: (latencyMs) => told.push(`heard in ${latencyMs}`),
  })
})

/** A connection that was answered once. */
const proven = () => {
  const connection = watch.connect()
  connection.heard()
  return connection
}

const pass = async (ms: number): Promise<void> => {
  clock.pass(ms)
  await new Promise(setImmediate)
}

describe('a session that cannot be asked', () => {
  it('is suspected when nothing came back for twenty seconds, and no more once something does', async () => {
    const connection = proven()
    connection.said()
    await pass(19_999)
    expect(told).toEqual([])
    await pass(1)
    expect(told).toEqual(['asked', 'suspected after 20000'])
    expect(watch.isSuspected).toBe(true)
    await pass(10_000)
    connection.heard()
    expect(told.slice(2)).toEqual(['heard in 30000'])
    expect(watch.isSuspected).toBe(false)
  })

  it('is not suspected while another of its connections hears something', async () => {
    const [slow, busy] = [proven(), proven()]
    slow.said()
    for (let seconds = 0; seconds < 300; seconds += 15) {
      await pass(15_000)
      busy.said()
      busy.heard()
    }
    expect(told).toEqual([])
    await pass(20_000)
    expect(told).toEqual(['asked', 'suspected after 20000'])
  })

  it('is not suspected for connections that ask nothing, are closed, or have never been answered', async () => {
    proven()
    watch.connect().said()
    const left = proven()
    left.said()
    left.closed()
    await pass(600_000)
    expect(told).toEqual([])
  })

  it('stays suspected when whoever asked has left: the next one tells', async () => {
    const connection = proven()
    connection.said()
    await pass(20_000)
    connection.closed()
    expect(watch.isSuspected).toBe(true)
    const next = watch.connect()
    next.said()
    next.heard()
    expect(told.at(-1)).toBe('heard in 0')
  })

  it('is proven again by an answer, not by what comes unasked, when nobody knew whether it lives', async () => {
    const connection = proven()
    watch.doubt()
    connection.heard()
    expect(told).toEqual([])
    connection.said()
    await pass(5)
    connection.heard()
    expect(told).toEqual(['heard in 5'])
    connection.said()
    connection.heard()
    expect(told).toEqual(['heard in 5'])
  })
})

describe('a session that answers when it is asked', () => {
  it('is never suspected, however long a query takes', async () => {
    answer = 'alive'
    proven().said()
    for (let seconds = 0; seconds < 300; seconds += 20) await pass(20_000)
    expect(new Set(told)).toEqual(new Set(['asked']))
    expect(watch.isSuspected).toBe(false)
  })
})

it('tells nothing after its end', async () => {
  proven().said()
  watch.dispose()
  await pass(60_000)
  expect(told).toEqual([])
})
