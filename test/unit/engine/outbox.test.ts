import { describe, expect, it } from 'vitest'
import { Outbox } from '#relay/engine/builtin/outbox.ts'

const window = 1_048_576

/** An outbox with `count` messages of 1,024 B in it, sent at `now`; the frame of message n is the one byte n. */
function outboxWith(count: number, now: number): Outbox {
  const outbox = new Outbox(window)
  for (let index = 0; index < count; index += 1) outbox.sent(Buffer.from([index]), 1_024, now)
  return outbox
}

function numbers(frames: readonly Buffer[]): readonly (number | undefined)[] {
  return frames.map((frame) => frame[0])
}

describe('Outbox', () => {
  it('numbers messages from 0 without gaps', () => {
    const outbox = new Outbox(window)
    expect(outbox.nextSequence).toBe(0)
    outbox.sent(Buffer.alloc(1), 1, 0)
    outbox.sent(Buffer.alloc(1), 1, 0)
    expect(outbox.nextSequence).toBe(2)
  })

  it('is empty again when everything was acknowledged, in any order, also twice', () => {
    const outbox = outboxWith(3, 0)
    for (const sequence of [2, 0, 2, 1, 9, 1]) outbox.acknowledge(sequence, 10)
    expect(outbox.empty).toBe(true)
    expect(outbox.inFlightBytes).toBe(0)
  })

  it('closes at its window and opens as acknowledgements come', () => {
    const outbox = new Outbox(window)
    let sent = 0
    while (outbox.open && sent < 10_000) {
      outbox.sent(Buffer.alloc(1), 1_024, 0)
      sent += 1
    }
    expect(outbox.inFlightBytes).toBe(outbox.windowBytes)
    outbox.acknowledge(0, 100)
    expect(outbox.open).toBe(true)
  })

  it('opens on a short way with room for several messages, once it was full', () => {
    const outbox = new Outbox(window)
    while (outbox.open) outbox.sent(Buffer.alloc(1), 1_024, 0)
    const opensAt = Array.from({ length: 40 }, (_, sequence) => {
      outbox.acknowledge(sequence, 1)
      return outbox.open
    }).indexOf(true)
    expect(opensAt).toBe(15)
  })

  it('never lets more than the greatest window fly', () => {
    const outbox = new Outbox(200_000)
    let acknowledged = 0
    for (let round = 0; round < 50; round += 1) {
      while (outbox.open) outbox.sent(Buffer.alloc(1), 1_000, round)
      expect(outbox.inFlightBytes).toBeLessThan(201_000)
      while (outbox.inFlightBytes > 0) outbox.acknowledge(acknowledged++, round + 0.5)
    }
    expect(outbox.windowBytes).toBe(200_000)
  })

  it('resends only the oldest when nothing came back, later each time', () => {
    const outbox = outboxWith(3, 0)
    expect(outbox.due(500)).toEqual([])
    const resentAt: number[] = []
    for (let now = 100; now <= 20_000; now += 100) {
      const frames = outbox.due(now)
      if (frames.length === 0) continue
      expect(numbers(frames)).toEqual([0])
      resentAt.push(now)
    }
    expect(resentAt.slice(0, 4)).toEqual([600, 1_700, 3_800, 7_900])
  })

  it('resends every message that the agent must have missed, oldest first', () => {
    const outbox = outboxWith(6, 0)
    for (const sequence of [0, 2, 4]) outbox.acknowledge(sequence, 20)
    expect(numbers(outbox.due(400))).toEqual([1, 3])
  })

  it('resends sooner what later messages have overtaken than the oldest that is only late', () => {
    const outbox = outboxWith(50, 0)
    for (let sequence = 0; sequence < 40; sequence += 1) outbox.acknowledge(sequence, 150)
    outbox.acknowledge(41, 150)
    expect(outbox.due(200)).toEqual([])
    expect(numbers(outbox.due(300))).toEqual([40])
    outbox.acknowledge(40, 310)
    expect(outbox.due(340)).toEqual([])
    expect(numbers(outbox.due(400))).toEqual([42])
  })

  it('resends everything unacknowledged, in order, after a resume', () => {
    const outbox = outboxWith(5, 0)
    outbox.acknowledge(1, 5)
    expect(numbers(outbox.all(1_000))).toEqual([0, 2, 3, 4])
    expect(outbox.due(1_100)).toEqual([])
  })

  it('takes no round trip from a message that was sent twice', () => {
    const outbox = outboxWith(1, 0)
    const before = outbox.roundTripMs
    outbox.all(50_000)
    outbox.acknowledge(0, 50_001)
    expect(outbox.roundTripMs).toBe(before)
  })

  it('pauses with data on its way, until something is acknowledged', () => {
    const outbox = outboxWith(2, 0)
    const before = outbox.windowBytes
    outbox.pause(10_000)
    expect(outbox.open).toBe(false)
    expect(outbox.windowBytes).toBe(before / 2)
    outbox.acknowledge(0, 10_010)
    expect(outbox.open).toBe(true)
  })

  it('does not wait for ever when a pause comes with nothing on its way', () => {
    const outbox = new Outbox(window)
    outbox.pause(10)
    expect(outbox.open).toBe(true)
  })

  it('halves once for many pauses of one round trip', () => {
    const outbox = outboxWith(2, 0)
    const before = outbox.windowBytes
    for (let now = 0; now < 50; now += 1) outbox.pause(now)
    expect(outbox.windowBytes).toBe(before / 2)
  })

  it('shrinks while acknowledgements come ever later and grows when they come in time', () => {
    const outbox = new Outbox(window)
    let now = 0
    let next = 0
    const round = (delay: number): void => {
      while (outbox.open) outbox.sent(Buffer.alloc(1), 1_024, now)
      now += delay
      while (!outbox.empty) outbox.acknowledge(next++, now)
    }
    for (let count = 0; count < 10; count += 1) round(10)
    const grown = outbox.windowBytes
    expect(grown).toBe(window)
    for (let count = 0; count < 10; count += 1) round(200)
    expect(outbox.windowBytes).toBeLessThan(grown / 4)
    const shrunk = outbox.windowBytes
    for (let count = 0; count < 10; count += 1) round(10)
    expect(outbox.windowBytes).toBeGreaterThan(shrunk)
  })

  it('counts waiting from the sending, and afresh after a resume or sleep', () => {
    const outbox = outboxWith(2, 1_000)
    expect(outbox.waitingMs(61_000)).toBe(60_000)
    outbox.due(61_000)
    expect(outbox.waitingMs(62_000)).toBe(61_000)
    outbox.all(62_000)
    expect(outbox.waitingMs(63_000)).toBe(1_000)
    outbox.restartWaiting(90_000)
    expect(outbox.waitingMs(90_000)).toBe(0)
  })
})
