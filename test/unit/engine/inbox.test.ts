import { describe, expect, it } from 'vitest'
import { Inbox } from '#relay/engine/builtin/inbox.ts'
import type { ServiceMessage } from '#relay/engine/builtin/message.ts'

function message(sequence: number, bytes = 1): ServiceMessage {
  return { type: 'output_stream_data', sequence, messageId: '', payloadType: 1, payload: Buffer.alloc(bytes) }
}

function accepted(inbox: Inbox, sequence: number): readonly number[] | string {
  const arrival = inbox.accept(message(sequence))
  return arrival.kind === 'in-order' ? arrival.messages.map((entry) => entry.sequence) : arrival.kind
}

describe('Inbox', () => {
  it('delivers each message once, in order, whatever the order of arrival', () => {
    const inbox = new Inbox()
    expect([3, 0, 0, 2, 1, 2, 4, 3].map((sequence) => accepted(inbox, sequence))).toEqual([
      'ahead',
      [0],
      'duplicate',
      'ahead',
      [1, 2, 3],
      'duplicate',
      [4],
      'duplicate',
    ])
  })

  it('treats a second copy of a kept message as a duplicate', () => {
    const inbox = new Inbox()
    expect([2, 2].map((sequence) => accepted(inbox, sequence))).toEqual(['ahead', 'duplicate'])
  })

  it('keeps the bytes of a message, not all that they were read with', () => {
    const inbox = new Inbox()
    const read = Buffer.alloc(65_536, 'x')
    inbox.accept({ ...message(1), payload: read.subarray(100, 103) })
    const arrival = inbox.accept(message(0))
    const kept = arrival.kind === 'in-order' ? arrival.messages[1]?.payload : undefined
    expect([String(kept), kept?.buffer === read.buffer]).toEqual(['xxx', false])
  })

  it('delivers random permutations completely', () => {
    for (let round = 0; round < 20; round += 1) {
      const order = Array.from({ length: 100 }, (_, index) => index).sort(() => Math.random() - 0.5)
      const inbox = new Inbox()
      const delivered = order.flatMap((sequence) => {
        const result = accepted(inbox, sequence)
        return typeof result === 'string' ? [] : result
      })
      expect(delivered).toEqual(Array.from({ length: 100 }, (_, index) => index))
    }
  })

  it('keeps no more than its limits ahead of a gap, and goes on when the gap is filled', () => {
    const inbox = new Inbox({ messages: 2, bytes: 1_000 })
    expect([1, 2, 3, 0, 3].map((sequence) => accepted(inbox, sequence))).toEqual([
      'ahead',
      'ahead',
      'overflow',
      [0, 1, 2],
      [3],
    ])
    const small = new Inbox({ messages: 100, bytes: 10 })
    expect(small.accept(message(1, 8)).kind).toBe('ahead')
    expect(small.accept(message(2, 8)).kind).toBe('overflow')
    expect(small.accept(message(0, 100)).kind).toBe('in-order')
    expect(small.accept(message(3, 8)).kind).toBe('ahead')
  })
})
