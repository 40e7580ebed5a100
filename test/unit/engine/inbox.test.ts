import { describe, expect, it } from 'vitest'
import { AheadRoom, programsRoom } from '#relay/engine/builtin/ahead-room.ts'
import { Inbox } from '#relay/engine/builtin/inbox.ts'
import type { ServiceMessage } from '#relay/engine/builtin/message.ts'

/** A message that says its own number first. */
function message(sequence: number, bytes = 4): ServiceMessage {
  const payload = Buffer.alloc(bytes)
  payload.writeUInt32BE(sequence)
  return { type: 'output_stream_data', sequence, messageId: '', payloadType: 1, payload }
}

const limits = (messages: number, bytes = 1_000_000): { messages: number; room: AheadRoom } => ({
  messages,
  room: new AheadRoom(bytes),
})

/** What comes of a message: the numbers that can be handed over with it, or what it is taken for. */
function accepted(inbox: Inbox, sequence: number, bytes = 4): readonly number[] | string {
  const arrival = inbox.accept(message(sequence, bytes))
  if (arrival !== 'next') return arrival
  const handed = [sequence]
  for (let next = inbox.takeNext(); next !== null; next = inbox.takeNext()) handed.push(next.payload.readUInt32BE())
  return handed
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
    inbox.accept(message(0))
    const kept = inbox.takeNext()?.payload
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

  it('keeps no more messages than its limit ahead of a gap, and goes on when the gap is filled', () => {
    const inbox = new Inbox(limits(2))
    expect([1, 2, 3, 0, 3].map((sequence) => accepted(inbox, sequence))).toEqual([
      'ahead',
      'ahead',
      'overflow',
      [0, 1, 2],
      [3],
    ])
  })

  it('shares the room for bytes with others, and gives it back', () => {
    const shared = limits(100, 3_000)
    const [one, other] = [new Inbox(shared), new Inbox(shared)]
    expect([accepted(one, 1, 1_000), accepted(other, 1, 1_000), accepted(other, 2, 1_000)]).toEqual([
      'ahead',
      'ahead',
      'overflow',
    ])
    expect(one.keptBytes + other.keptBytes).toBe(shared.room.used)
    expect(accepted(one, 0)).toEqual([0, 1])
    expect(accepted(other, 2, 1_000)).toBe('ahead')
    other.clear()
    expect([one.keptBytes, other.keptBytes, shared.room.used]).toEqual([0, 0, 0])
  })

  it('has room for all that the agent keeps', () => {
    const before = programsRoom.used
    const inbox = new Inbox()
    const payload = Buffer.alloc(1_024)
    for (let sequence = 1; sequence <= 100_000; sequence += 1) {
      const arrival = inbox.accept({ ...message(sequence), payload })
      if (arrival !== 'ahead') throw new Error(`message ${sequence}: ${arrival}`)
    }
    expect([inbox.missing, accepted(inbox, 100_001)]).toEqual([1, 'overflow'])
    inbox.clear()
    expect(programsRoom.used).toBe(before)
  })

  it('counts what is missing, what it dropped among it, and no number that no agent can have reached', () => {
    const inbox = new Inbox(limits(3))
    const missing = [0, 3, 5, 2, 6, 7, 900, 1, 4, 7].map((sequence) => {
      accepted(inbox, sequence)
      return inbox.missing
    })
    expect(missing).toEqual([0, 2, 3, 2, 3, 4, 4, 3, 2, 1])
  })
})
