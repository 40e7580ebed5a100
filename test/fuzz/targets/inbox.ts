import { AheadRoom } from '#relay/engine/builtin/ahead-room.ts'
import { Inbox } from '#relay/engine/builtin/inbox.ts'
import type { ServiceMessage } from '#relay/engine/builtin/message.ts'
import { type FuzzTarget, promise } from '../engine/target.ts'
import type { Random } from '../engine/random.ts'

const limits = { messages: 40, bytes: 4_000 }

/** Two bytes a message: where it stands relative to the next one expected, and how long it is. */
function messageAt(input: Buffer, at: number, expected: number): ServiceMessage {
  const offset = ((input[at] ?? 0) % 64) - 8
  const payload = Buffer.alloc((input[at + 1] ?? 0) * 2)
  const sequence = Math.max(0, expected + offset)
  return { type: 'output_stream_data', sequence, messageId: '', payloadType: 1, payload }
}

function check(input: Buffer): void {
  const room = new AheadRoom(limits.bytes)
  const inbox = new Inbox({ messages: limits.messages, room })
  const ahead = new Set<number>()
  let expected = 0
  for (let at = 0; at < Math.min(input.length, 8_192); at += 2) {
    const message = messageAt(input, at, expected)
    const arrival = inbox.accept(message)
    promise((message.sequence === expected) === (arrival === 'next'), 'what is expected is taken at once')
    if (arrival === 'ahead') ahead.add(message.sequence)
    promise(ahead.size <= limits.messages, 'no more messages are kept than allowed')
    promise(room.used <= limits.bytes, 'nor bytes')
    promise(inbox.missing >= 0, 'what is missing is a number of messages')
    if (arrival !== 'next') continue
    expected += 1
    while (inbox.takeNext() !== null) {
      promise(ahead.delete(expected), 'messages come in order, each once')
      expected += 1
    }
    promise(!ahead.has(expected), 'nothing that could be handed over stays')
  }
  inbox.clear()
  promise(room.used === 0, 'all room is given back')
}

const samples = [Buffer.from([8, 4, 8, 4, 10, 4, 9, 4, 8, 4]), Buffer.from([40, 255, 39, 255, 38, 255, 8, 0])]
const generate = (random: Random): Buffer => random.bytes(random.size(4_000))

/** Stream messages out of order, doubled and without end, against the plainest model of it. */
export const inbox: FuzzTarget = { name: 'inbox', samples, tokens: ['\x08\x01', '\x09\x01'], generate, check }
