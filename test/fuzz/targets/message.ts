import { acknowledgedSequence, acknowledgementOf } from '#relay/engine/builtin/acknowledgement.ts'
import { headerBytes, parseMessage, type ServiceMessage } from '#relay/engine/builtin/message.ts'
import { buildFrame, type MessageType, sealFrame } from '#sandbox/gateway/agent/frame.ts'
import { type FuzzTarget, promise } from '../engine/target.ts'
import type { Random } from '../engine/random.ts'

const types: readonly MessageType[] = [
  'output_stream_data',
  'acknowledge',
  'channel_closed',
  'start_publication',
  'pause_publication',
  'input_stream_data',
  'agent_session_state',
]

type Head = Parameters<typeof buildFrame>[0]

/** The encoder takes the time and a random id, which would make another input each time. */
function fixedFrame(head: Head, payload: Buffer): Buffer {
  const frame = buildFrame(head, payload)
  frame.writeBigUInt64BE(1_800_000_000_000n, 40)
  frame.fill(7, 64, 80)
  return frame
}

const samples = types.map((type, index) =>
  fixedFrame({ type, sequence: index, flags: 0, payloadType: 1 }, Buffer.from('{"Output":"x"}'.repeat(index))),
)

function generate(random: Random): Buffer {
  const sequence = random.pick([0, 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1])
  const head = { type: random.pick(types), sequence, flags: random.below(4), payloadType: random.below(14) }
  const frame = fixedFrame(head, random.bytes(random.size(2_000)))
  for (let left = random.size(4); left > 0; left -= 1) frame[random.below(headerBytes)] = random.below(256)
  return frame
}

/** A wrong digest hides all that comes after it, so that most inputs get a right one. */
function check(input: Buffer, random: Random): void {
  const frame = Buffer.from(input)
  if (frame.length >= headerBytes && random.chance(70)) sealFrame(frame)
  const before = Buffer.from(frame)
  const parsed = parseMessage(frame)
  promise(frame.equals(before), 'reading changes nothing')
  if (!parsed.ok) return
  const { message } = parsed
  promise(Number.isSafeInteger(message.sequence) && message.sequence >= 0, 'sequence numbers are safe and not negative')
  // Nobody asks for the id of an acknowledgement, so it is not spelled out.
  const isSpelled = message.messageId === '' && message.type === 'acknowledge'
  promise(
    isSpelled || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(message.messageId),
    'a message id has the form of a UUID',
  )
  promise(
    message.payload.length <= frame.length - headerBytes,
    'the payload is no longer than the frame without header',
  )
  promise(message.payload.equals(frame.subarray(frame.length - message.payload.length)), 'the payload ends the frame')
  answered(message)
}

function answered(message: ServiceMessage): void {
  const answer = parseMessage(acknowledgementOf(message, 1_800_000_000_000))
  promise(answer.ok && answer.message.type === 'acknowledge', 'an acknowledgement is a message')
  promise(acknowledgedSequence(answer.message.payload) === message.sequence, 'it names what it acknowledges')
}

/** Binary messages of the data channel, and the acknowledgements made of them. */
export const message: FuzzTarget = { name: 'message', samples, tokens: types, generate, check }
