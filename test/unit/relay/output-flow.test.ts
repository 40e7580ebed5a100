import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { OutputFlow } from '#relay/terminal/output-flow.ts'

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function flowing(mostAtOnce = 100) {
  const output = new PassThrough()
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
  )
  return { output, got, whole, flow }
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
