import { sealPrimitives as primitives } from '#core/system/seal-primitives.ts'
import { eventLine, EventReader, headerLine, readHeader } from '#domain/recording/recorded-lines.ts'
import { SealChain } from '#domain/recording/seal-chain.ts'
import { SealCheck } from '#domain/recording/seal-check.ts'
import { TextLines } from '#domain/recording/text-lines.ts'
import { sampleHeader } from '../../unit/recording/sample-header.ts'
import { type FuzzTarget, promise } from '../engine/target.ts'
import type { Random } from '../engine/random.ts'
import { unpolluted } from './hostile.ts'

const key = '5e'.repeat(32)
const newline = 10
const events = [
  ['o', '\u001b[1;32m$\u001b[0m ls\r\n'],
  ['b', '/w=='],
  ['o', '\ufffd'],
  ['r', '132x38'],
  ['m', 'reconnected'],
  ['i', 'ls\r'],
  ['k', '7'],
  ['x', 'left'],
] as const

/** A whole recording, sealed at its end. */
function sample(): Buffer {
  const chain = new SealChain(primitives, key)
  const lines = [
    headerLine(sampleHeader(), { columns: 80, rows: 24 }),
    ...events.map(([code, data], at) => eventLine(at, code, data)),
  ]
  for (const line of lines) chain.cover(Buffer.from(line))
  return Buffer.from(lines.join('') + eventLine(events.length, 's', chain.next(events.length)))
}

const whole = sample()
const tokens = [
  '"o"',
  '"b"',
  '"r"',
  '"s"',
  '"x"',
  '"culvert"',
  '"version":2',
  '"format":1',
  '\\u001b[',
  '\\u001b]',
  '1e308',
  '-1',
  '9999x9999',
]

function linesIn(input: Buffer): readonly Buffer[] {
  const lines: Buffer[] = []
  for (let from = 0; from < input.length;) {
    const end = input.indexOf(newline, from) + 1 || input.length
    lines.push(input.subarray(from, end))
    from = end
  }
  return lines
}

function check(input: Buffer): void {
  const reader = new EventReader()
  const seal = new SealCheck({ primitives, key, startedAt: 0 })
  let longest = 0
  const text = new TextLines((line) => (longest = Math.max(longest, line.text.length)))
  for (const line of linesIn(input)) {
    const event = reader.read(line.toString('utf8'))
    seal.line(line, event)
    if (event === null) continue
    promise(event.atMs >= 0 && event.atMs < 1e12, 'no event is before the start, or for ever after')
    if (event.kind === 'resize')
      promise(event.size.columns <= 1_000 && event.size.rows <= 500, 'no terminal is larger than one')
    if (event.kind === 'output') text.write(event.text, event.atMs)
  }
  text.end()
  readHeader(input.toString('utf8'))
  promise(longest <= input.length + 8_192, 'no line is longer than what was written')
  promise(unpolluted(), 'no object but the event is changed')
  promise(
    seal.verdict(input.length > 0 && input.at(-1) !== newline).is !== 'intact' || input.equals(whole),
    'nothing that was changed is intact',
  )
}

/** Recordings as they lie in their folder, where anybody may have changed them. */
export const recordings: FuzzTarget = {
  name: 'recordings',
  samples: [whole],
  tokens,
  generate: (random) => Buffer.from(Array.from({ length: 1 + random.below(12) }, () => lineOf(random)).join('')),
  check,
}

function lineOf(random: Random): string {
  const [code, data] = random.pick(events)
  if (random.chance(5)) return headerLine(sampleHeader(), { columns: 80, rows: 24 })
  return eventLine(random.below(100_000), code, random.chance(3) ? random.pick(tokens) : data)
}
