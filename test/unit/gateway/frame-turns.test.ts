import { describe, expect, it } from 'vitest'
import { FrameTurns } from '#sandbox/gateway/agent/frame-turns.ts'

const frame = 32 * 1024

/** Streams that write to a pipe with room for so many frames at a time. */
function turnsOver(room: number) {
  const written: (readonly [number, number])[] = []
  let left = room
  const turns = new FrameTurns((id, { length }) => {
    written.push([id, length])
    left -= 1
    if (left === 0) turns.setPipe('full')
  })
  const drain = (): void => {
    left = room
    turns.setPipe('free')
  }
  return { turns, written, drain }
}

describe('turns at the pipe', () => {
  it('gives a stream that comes later its frame after one of each that waits', () => {
    const { turns, written, drain } = turnsOver(1)
    turns.add({ id: 3, data: Buffer.alloc(3 * frame), sent: () => undefined })
    turns.add({ id: 5, data: Buffer.alloc(10), sent: () => undefined })
    for (let times = 0; times < 3; times += 1) drain()
    expect(written).toEqual([
      [3, frame],
      [3, frame],
      [5, 10],
      [3, frame],
    ])
  })

  it('lets a stream that sends without end add more only behind the others', () => {
    const { turns, written, drain } = turnsOver(1)
    const endless = (): void => turns.add({ id: 3, data: Buffer.alloc(frame), sent: endless })
    endless()
    turns.add({ id: 5, data: Buffer.alloc(10), sent: () => undefined })
    drain()
    drain()
    expect(written.map(([id]) => id)).toEqual([3, 3, 5])
  })

  it('sends nothing of a stream that is gone', () => {
    const { turns, written, drain } = turnsOver(1)
    turns.add({ id: 3, data: Buffer.alloc(2 * frame), sent: () => undefined })
    turns.drop(3)
    drain()
    expect(written).toHaveLength(1)
  })
})
