import { beforeEach, describe, expect, it } from 'vitest'
import { ReadMarks } from '#sandbox/gateway/link/read-marks.ts'

let pings: Buffer[]
let freed: number

beforeEach(() => {
  pings = []
  freed = 0
})

const marksOf = (most: number): ReadMarks =>
  new ReadMarks({ most, ping: (payload) => pings.push(payload), freed: () => (freed += 1) })

describe('what a client has not read yet', () => {
  it('is full with as many bytes as may be on their way, and free again with the pong of one that has read', () => {
    const marks = marksOf(800)
    for (let sent = 0; sent < 8; sent += 1) marks.sent(100)
    expect(marks.isFull).toBe(true)
    marks.pong(pings[0] ?? Buffer.alloc(0))
    expect([marks.isFull, freed]).toEqual([false, 1])
    marks.sent(100)
    expect(marks.isFull).toBe(true)
  })

  it('is asked for before it is full, so that nobody waits for a pong that never comes', () => {
    const marks = marksOf(800)
    while (!marks.isFull) marks.sent(99)
    marks.pong(pings.at(-1) ?? Buffer.alloc(0))
    expect(marks.isFull).toBe(false)
  })

  it('takes no pong that answers nothing', () => {
    const marks = marksOf(800)
    marks.sent(800)
    const ahead = Buffer.alloc(8)
    ahead.writeDoubleBE(900)
    for (const payload of [ahead, Buffer.alloc(0), Buffer.alloc(8, 0xff)]) marks.pong(payload)
    expect([marks.isFull, freed]).toEqual([true, 0])
  })

  it('is nothing that is counted, unless it is bounded', () => {
    const marks = marksOf(0)
    marks.sent(1_000_000)
    expect([marks.isFull, pings.length]).toEqual([false, 0])
  })
})
