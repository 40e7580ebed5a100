import { Duplex, PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { measureEcho, measureEchoDuringUpload } from '#test/bench/engine/measure.ts'
import { swallowMark } from '#test/bench/engine/endpoints.ts'

/** A far end that answers each write with `answer`, or, to a bulk transfer, does what it is told. */
function farEnd(answer: (chunk: Buffer) => Buffer, bulk: 'swallow' | 'stand-still'): Duplex {
  let isBulk: boolean | null = null
  return new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      isBulk ??= chunk[0] === swallowMark
      if (!isBulk) this.push(answer(chunk))
      if (!isBulk || bulk === 'swallow') setImmediate(done)
    },
  })
}

const asItIs = (chunk: Buffer): Buffer => chunk
const spoiled = (chunk: Buffer): Buffer => Buffer.from(chunk.map((byte) => byte + 3))

test('an echo that comes back otherwise is no echo', async () => {
  expect(await measureEcho(async () => new PassThrough(), 20, 0)).toMatchObject({ count: 20 })
  await expect(measureEcho(async () => farEnd(spoiled, 'swallow'), 20, 0)).rejects.toThrow('0a is 0d')
})

test('echoes beside a transfer count while it moves', async () => {
  expect(await measureEchoDuringUpload(async () => farEnd(asItIs, 'swallow'), 20, 5)).toMatchObject({ count: 20 })
  const standing = measureEchoDuringUpload(async () => farEnd(asItIs, 'stand-still'), 20, 5)
  await expect(standing).rejects.toThrow('only 0 B went up')
})
