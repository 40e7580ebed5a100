import { FrameParser } from '#relay/engine/builtin/smux/frame.ts'
import { cut } from '../engine/mutate.ts'
import { type FuzzTarget, promise } from '../engine/target.ts'
import type { Random } from '../engine/random.ts'
import { smuxBytes, smuxSamples, smuxTokens } from './smux-bytes.ts'

interface Heard {
  /** What came, data as it is; joined per run of data for one stream, so that it does not matter where the input was cut. */
  readonly text: string
  readonly dataBytes: number
  readonly fault: string | null
}

function read(pieces: readonly Buffer[]): Heard {
  const parser = new FrameParser()
  const said: string[] = []
  let [speaker, dataBytes, fault]: [number, number, string | null] = [-1, 0, null]
  const sink = {
    data(id: number, bytes: Buffer): void {
      dataBytes += bytes.length
      if (id !== speaker && bytes.length > 0) said.push(`\n${id}:`)
      if (bytes.length > 0) speaker = id
      said.push(bytes.toString('latin1'))
    },
    closed(id: number): void {
      speaker = -1
      said.push(`\n${id} closed`)
    },
  }
  for (const piece of pieces) fault = parser.parse(piece, sink)
  return { text: said.join(''), dataBytes, fault }
}

function check(input: Buffer, random: Random): void {
  const whole = read([input])
  const inPieces = read(cut(input, random))
  promise(inPieces.text === whole.text && inPieces.fault === whole.fault, 'where the bytes are cut makes no difference')
  promise(whole.dataBytes <= input.length, 'no more comes out than went in')
}

/** Frames of smux v1, in pieces of any size. */
export const smuxFrames: FuzzTarget = {
  name: 'smux-frames',
  samples: smuxSamples,
  tokens: smuxTokens,
  generate: smuxBytes,
  check,
}
