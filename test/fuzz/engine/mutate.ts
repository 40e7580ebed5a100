import type { Random } from './random.ts'

/** No input is longer; most are much shorter. */
export const largestInput = 65_536

/** What a mutation may draw on besides the bytes themselves. */
export interface Material {
  readonly samples: readonly Buffer[]
  /** Texts that mean something to the parser. */
  readonly tokens: readonly string[]
}

type Mutation = (input: Buffer, random: Random, material: Material) => Buffer

/** Numbers at which arithmetic, lengths and signs go wrong. */
const telling = [0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000]
const tellingLast = 0xffff_ffff

const flipBit: Mutation = (input, random) => {
  const changed = Buffer.from(input)
  const at = random.below(changed.length)
  changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8))
  return changed
}

const setByte: Mutation = (input, random) => {
  const changed = Buffer.from(input)
  changed[random.below(changed.length)] = random.pick([0, 1, 9, 10, 13, 32, 34, 92, 93, 127, 128, 0xc3, 0xff])
  return changed
}

const setNumber: Mutation = (input, random) => {
  if (input.length < 4) return setByte(input, random, { samples: [], tokens: [] })
  const changed = Buffer.from(input)
  const number = random.pick([...telling, tellingLast, random.below(tellingLast)])
  const at = random.below(changed.length - 3)
  const shape = random.below(3)
  if (shape === 0) changed.writeUInt32BE(number, at)
  else if (shape === 1) changed.writeUInt32LE(number, at)
  else changed.writeUInt16LE(number % 0x1_0000, at)
  return changed
}

const remove: Mutation = (input, random) => {
  const [start, end] = range(input, random)
  return Buffer.concat([input.subarray(0, start), input.subarray(end)])
}

const truncate: Mutation = (input, random) => input.subarray(0, random.below(input.length))

const insertBytes: Mutation = (input, random) => insert(input, random, random.bytes(1 + random.size(64)))

const insertToken: Mutation = (input, random, { tokens }) =>
  insert(input, random, tokens.length === 0 ? random.bytes(4) : Buffer.from(random.pick(tokens)))

const splice: Mutation = (input, random, { samples }) => {
  if (samples.length === 0) return input
  const other = random.pick(samples)
  const [start, end] = range(other, random)
  return insert(input, random, other.subarray(start, end))
}

const swap: Mutation = (input, random) => {
  const [start, end] = range(input, random)
  return Buffer.concat([input.subarray(end), input.subarray(start, end), input.subarray(0, start)])
}

/** One piece over and over: what is quadratic shows only when there is much of it. */
const repeat: Mutation = (input, random, { tokens }) => {
  const [start, end] = range(input, random)
  const own = input.subarray(start, Math.min(end, start + 1 + random.size(256)))
  const piece = random.chance(50) && tokens.length > 0 ? Buffer.from(random.pick(tokens)) : own
  if (piece.length === 0) return input
  const times = 1 + random.size(Math.floor(largestInput / piece.length))
  return insert(input, random, Buffer.alloc(times * piece.length, piece))
}

const mutations: readonly Mutation[] = [
  flipBit,
  setByte,
  setNumber,
  remove,
  truncate,
  insertBytes,
  insertToken,
  insertToken,
  splice,
  swap,
  repeat,
]

/** The input after one or several random changes; at most {@link largestInput} long. */
export function mutate(input: Buffer, random: Random, material: Material): Buffer {
  let changed = input
  for (let left = 1 + random.size(8); left > 0; left -= 1) {
    const mutation = changed.length === 0 ? insertToken : random.pick(mutations)
    changed = mutation(changed, random, material)
  }
  return changed.subarray(0, largestInput)
}

/** Cuts bytes into pieces of random sizes, empty ones too, as a socket or a pipe may. */
export function cut(input: Buffer, random: Random): readonly Buffer[] {
  const pieces: Buffer[] = []
  const largest = random.pick([1, 7, 64, 1_024, largestInput])
  // A piece per byte of a long input would measure nothing but the cutting.
  const usual = Math.max(largest, input.length >> 12)
  for (let at = 0; at < input.length;) {
    const end = Math.min(input.length, at + random.below(usual + 1))
    pieces.push(input.subarray(at, end))
    at = end
  }
  return pieces
}

function insert(input: Buffer, random: Random, piece: Buffer): Buffer {
  const at = random.below(input.length + 1)
  return Buffer.concat([input.subarray(0, at), piece, input.subarray(at)])
}

function range(input: Buffer, random: Random): readonly [number, number] {
  const start = random.below(input.length)
  return [start, Math.min(input.length, start + 1 + random.size(input.length - start))]
}
