import { Mux, type MuxLink } from '#relay/engine/builtin/smux/mux.ts'
import type { MuxStream } from '#relay/engine/builtin/smux/stream.ts'
import { cut } from '../engine/mutate.ts'
import { type FuzzTarget, promise } from '../engine/target.ts'
import type { Random } from '../engine/random.ts'
import { smuxBytes, smuxSamples, smuxTokens } from './smux-bytes.ts'

const receiveLimit = { streamBytes: 2_000, sessionBytes: 5_000 }
/** What a stream may hold beyond: its own two buffers and the piece that went over the limit. */
const slack = 2 * 65_536

/** Takes everything and remembers whether the far end is to wait. */
class AnyLink implements MuxLink {
  ready = true
  paused = false
  sendOutput(fill: (target: Buffer, start: number, end: number) => number): boolean {
    return fill(Buffer.alloc(512), 0, 512) > 0
  }
  pauseReading(): void {
    this.paused = true
  }
  resumeReading(): void {
    this.paused = false
  }
}

/** Each gives the streams a chance to hand over what they hold. */
const mostTurns = 5

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** What a client may do while the far end says anything. */
function meddle(stream: MuxStream, random: Random): void {
  const act = random.below(6)
  if (act === 0) stream.resume()
  else if (act === 1) stream.pause()
  else if (act === 2) stream.destroy()
  else if (act === 3 && !stream.writableEnded) stream.write('to the far end')
  else if (act === 4) stream.end()
  else stream.read()
}

async function check(input: Buffer, random: Random): Promise<void> {
  const link = new AnyLink()
  const mux = new Mux(link, { halfCloseGraceMs: 60_000, receiveLimit, stalledReaderMs: 60_000 })
  const streams = Array.from({ length: 4 }, () => mux.open())
  let [errors, turns] = [0, 0]
  for (const stream of streams) stream.on('error', () => (errors += 1))
  for (const piece of cut(input, random)) {
    const fault = mux.receive(piece)
    const unread = streams.reduce((sum, { unreadBytes }) => sum + unreadBytes, 0)
    promise(unread <= receiveLimit.sessionBytes || link.paused, 'too many unread bytes stop the reading')
    if (unread > receiveLimit.sessionBytes + slack) break
    if (fault !== null) break
    if (random.chance(5)) meddle(random.pick(streams), random)
    if (random.chance(1) && (turns += 1) < mostTurns) await turn()
  }
  mux.closeStreams()
  await turn()
  mux.end()
  await turn()
  promise(
    streams.every(({ destroyed }) => destroyed),
    'the end ends every stream',
  )
  promise(
    streams.every(({ unreadBytes }) => unreadBytes === 0),
    'nothing stays unread',
  )
  promise(errors === 0, 'no stream fails because of what the far end says')
}

/** A whole multiplexed session whose far end says anything, while clients come and go. */
export const mux: FuzzTarget = { name: 'mux', samples: smuxSamples, tokens: smuxTokens, generate: smuxBytes, check }
