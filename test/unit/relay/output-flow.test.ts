import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '#test/support/manual-clock.ts'
import { OutputFlow } from '#relay/shell-host/output-flow.ts'

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function flowing(mostAtOnce = 100) {
  const clock = new ManualClock()
  const output = new PassThrough({ highWaterMark: 65_536 })
  const got: string[] = []
  const whole: Uint8Array[] = []
  const flow = new OutputFlow(
    output,
    {
      output: (bytes) => {
        whole.push(bytes)
        got.push(Buffer.from(bytes).toString())
      },
      ended: () => void got.push('END'),
    },
    mostAtOnce,
    clock,
  )
  return { output, got, whole, flow, clock }
}

describe('output', () => {
  it('comes as it is allowed, to the byte', async () => {
    const { output, got, flow } = flowing()
    output.write('abcdef')
    await settled()
    expect(got).toEqual([])
    flow.allow(2)
    await settled()
    expect(got).toEqual(['ab'])
    flow.give(1)
    flow.give(10)
    await settled()
    output.write('ghijklmnopq')
    await settled()
    expect(got).toEqual(['ab', 'c', 'def', 'ghijklm'])
  })

  it('comes in pieces of a size, each in memory of its own', async () => {
    const { output, got, whole, flow } = flowing(4)
    output.write(Buffer.from('abcdefghij'))
    flow.allow(Infinity)
    await settled()
    expect(got).toEqual(['abcd', 'efgh', 'ij'])
    expect(whole.map(({ buffer }) => buffer.byteLength)).toEqual([4, 4, 2])
  })

  it('that floods is gathered for a millisecond, and what comes alone is not', async () => {
    const { output, whole, flow, clock } = flowing(65_536)
    const sizes = (): readonly number[] => whole.map(({ length }) => length)
    flow.allow(Infinity)
    output.write(Buffer.alloc(40_000))
    await settled()
    output.write(Buffer.alloc(10))
    await settled()
    flow.give(5)
    output.write(Buffer.alloc(10))
    await settled()
    expect(sizes()).toEqual([40_000])
    clock.pass(1)
    expect(sizes()).toEqual([40_000, 20])
    output.write(Buffer.alloc(10))
    await settled()
    expect(sizes()).toEqual([40_000, 20])
    clock.pass(6)
    output.write(Buffer.alloc(10))
    await settled()
    expect(sizes()).toEqual([40_000, 20, 10, 10])
    expect(clock.pending).toBe(0)
  })

  it('ends once, after its last byte, however slowly it is allowed', async () => {
    const { output, got, flow } = flowing()
    output.end('abc')
    flow.allow(2)
    await settled()
    expect(got).toEqual(['ab'])
    expect(flow.isEnded).toBe(false)
    flow.give(5)
    await settled()
    expect(got).toEqual(['ab', 'c', 'END'])
    expect(flow.isEnded).toBe(true)
  })

  it('ends when it is destroyed, with an error or without', async () => {
    for (const error of [undefined, new Error('gone')]) {
      const { output, got, flow } = flowing()
      flow.allow(5)
      output.destroy(error)
      await settled()
      expect(got).toEqual(['END'])
    }
  })
})
