import { type FuzzTarget, promise } from '../engine/target.ts'

/** Readers with a fault each, for the proof that faults are found. */
function planted(name: string, check: FuzzTarget['check']): FuzzTarget {
  return {
    name: `planted-${name}`,
    samples: [Buffer.from('{"length":12}')],
    tokens: ['length'],
    generate: (random) => random.bytes(random.size(200)),
    check,
  }
}

const kept: unknown[] = []
const large: readonly unknown[] = Array.from({ length: 1_000_000 })
const isUnusual = (input: Buffer): boolean => input.length > 20 && (input[7] ?? 0) >= 0xf0

/** Uses the processor for so long, however many others want it. */
function burn(milliseconds: number): void {
  const start = process.cpuUsage()
  for (let used = 0; used < milliseconds * 1_000;) {
    large.indexOf('nowhere')
    const { user, system } = process.cpuUsage(start)
    used = user + system
  }
}

/** One target per kind of failure. */
export const plantedTargets: readonly FuzzTarget[] = [
  planted('throw', (input) => {
    if (isUnusual(input)) throw new RangeError('beyond the end')
  }),
  planted('promise', (input) => promise(!isUnusual(input), 'nothing is unusual')),
  planted('late-throw', (input) => {
    if (isUnusual(input)) setImmediate(() => void Buffer.alloc(1).readUInt32BE(0))
    return new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  }),
  planted('hang', (input) => {
    for (let at = 0; at < input.length;) at += isUnusual(input) ? 0 : 1
  }),
  planted('slow', (input) => {
    if (isUnusual(input)) burn(300)
  }),
  planted('heap', (input) => {
    if (isUnusual(input)) for (;;) kept.push(large.slice())
  }),
  planted('buffers', (input) => {
    if (isUnusual(input)) kept.push(Buffer.alloc(4_194_304))
  }),
]
