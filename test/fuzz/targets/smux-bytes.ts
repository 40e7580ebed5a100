import { commands, frameHeaderBytes, writeFrameHeader } from '#relay/engine/builtin/smux/frame.ts'
import type { Random } from '../engine/random.ts'

type Name = keyof typeof commands

function frame(command: Name, streamId: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(frameHeaderBytes)
  writeFrameHeader(header, 0, commands[command], payload.length, streamId)
  return Buffer.concat([header, payload])
}

const empty = Buffer.alloc(0)

/** A short conversation on the streams that a client opens first. */
export const smuxSamples: readonly Buffer[] = [
  Buffer.concat([frame('data', 3, Buffer.from('hello')), frame('close', 3, empty)]),
  Buffer.concat([frame('nothing', 0, empty), frame('data', 5, Buffer.alloc(1_000, 'x')), frame('data', 3, empty)]),
  frame('open', 3, empty),
  frame('data', 7, Buffer.alloc(65_000, 'y')),
]

/** Headers, for mutations that insert them anywhere. */
export const smuxTokens: readonly string[] = [
  frame('data', 3, Buffer.from('a')).toString('latin1'),
  frame('close', 3, empty).toString('latin1'),
  frame('close', 5, empty).toString('latin1'),
  frame('nothing', 0, empty).toString('latin1'),
]

/** Frames with mostly right headers. */
export function smuxBytes(random: Random): Buffer {
  const frames: Buffer[] = []
  const largest = random.pick([1, 16, 1_016, 16_000])
  for (let left = random.size(200); left > 0; left -= 1) {
    const command = random.pick<Name>(['data', 'data', 'data', 'data', 'close', 'nothing', 'open'])
    const payload = command === 'data' ? random.bytes(random.below(largest + 1)) : empty
    const made = frame(command, random.pick([3, 5, 7, 9, 11, 0, 1, 4, 0xffff_ffff]), payload)
    if (random.chance(1)) made[random.below(frameHeaderBytes)] = random.below(256)
    frames.push(made)
  }
  return Buffer.concat(frames)
}
