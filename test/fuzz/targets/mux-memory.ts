import { Mux, type MuxLink } from '#relay/engine/builtin/smux/mux.ts'
import { collectGarbage, usedMemory } from '../engine/memory.ts'
import { type FuzzTarget, promise } from '../engine/target.ts'
import type { Random } from '../engine/random.ts'
import { smuxBytes, smuxSamples, smuxTokens } from './smux-bytes.ts'

const receiveLimit = { streamBytes: 65_536, sessionBytes: 65_536 }
/** As much is sent at most before the far end is held up; what a socket reads at once comes as one piece. */
const mostSent = 3_145_728
const pieceBytes = 65_536
/** A multiple of what may be unread, and what the runtime takes for itself. */
const mostHeld = 4 * receiveLimit.sessionBytes + 2_097_152

async function check(input: Buffer): Promise<void> {
  if (input.length === 0) return
  let paused = false
  const link: MuxLink = {
    ready: true,
    sendOutput: (fill) => fill(Buffer.alloc(512), 0, 512) > 0,
    pauseReading: () => (paused = true),
    resumeReading: () => (paused = false),
  }
  collectGarbage()
  const before = usedMemory()
  const mux = new Mux(link, { halfCloseGraceMs: 60_000, receiveLimit, stalledReaderMs: 60_000 })
  for (let count = 0; count < 4; count += 1) mux.open()
  const piece = Buffer.alloc(pieceBytes - (pieceBytes % input.length) || input.length, input)
  for (let sent = 0; sent < mostSent && !paused; sent += piece.length) {
    // A piece of its own each time, as from a socket.
    if (mux.receive(Buffer.from(piece)) !== null) break
  }
  collectGarbage()
  const held = usedMemory() - before
  mux.end()
  await new Promise((resolve) => setImmediate(resolve))
  promise(held <= mostHeld, 'what nobody reads takes no more memory than the limits allow')
}

/** Few bytes in each of many large messages, which nobody takes. */
function generate(random: Random): Buffer {
  if (random.chance(40)) return smuxBytes(random)
  const sliver = smuxSamples[0]?.subarray(0, 8) ?? Buffer.alloc(0)
  const frame = Buffer.concat([sliver, random.bytes(random.pick([1, 1, 5, 60]))])
  frame.writeUInt16LE(frame.length - 8, 2)
  const filler = Buffer.alloc(random.pick([8, 8, 200, 60_000]))
  filler.writeUInt32LE(0x0000_0201, 0)
  filler.writeUInt16LE(filler.length - 8, 2)
  filler.writeUInt32LE(99, 4)
  return Buffer.concat([Buffer.alloc(frame.length * random.pick([1, 1, 10]), frame), filler])
}

/** What a multiplexed session holds for clients that do not read. Slow, for it collects garbage. */
export const muxMemory: FuzzTarget = {
  name: 'mux-memory',
  cost: 30,
  samples: smuxSamples,
  tokens: smuxTokens,
  generate,
  check,
}
