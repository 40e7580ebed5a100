import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { swallowMark } from './endpoints.ts'

/** Opens one connection to an endpoint of `endpoints.ts`, by whatever is measured: an engine's stream, or a plain socket. */
export type OpenStream = () => Promise<Duplex>

/** What a transfer took. */
export interface Throughput {
  readonly bytes: number
  readonly seconds: number
  readonly megabytesPerSecond: number
}

/** Round trips of small echoes, milliseconds. */
export interface EchoTimes {
  readonly count: number
  readonly p50: number
  readonly p99: number
}

const chunkBytes = 65_536

/** Sends `bytes` to the sink; the time runs from the first write to the endpoint's answer that it has them all. */
export async function measureUpload(openStream: OpenStream, bytes: number): Promise<Throughput> {
  const stream = await openStream()
  const chunk = randomBytes(chunkBytes)
  const answered = once(stream, 'data')
  const startedAt = performance.now()
  stream.write(lengthOf(bytes))
  for (let left = bytes; left > 0; left -= chunkBytes) {
    if (!stream.write(left < chunkBytes ? chunk.subarray(0, left) : chunk)) await once(stream, 'drain')
  }
  await answered
  const seconds = (performance.now() - startedAt) / 1_000
  stream.destroy()
  return { bytes, seconds, megabytesPerSecond: bytes / 1e6 / seconds }
}

/** Asks the source for `bytes` and reads them all. */
export async function measureDownload(openStream: OpenStream, bytes: number): Promise<Throughput> {
  const stream = await openStream()
  const startedAt = performance.now()
  stream.write(lengthOf(bytes))
  let received = 0
  for await (const chunk of stream) {
    received += Buffer.isBuffer(chunk) ? chunk.length : 0
    if (received >= bytes) break
  }
  const seconds = (performance.now() - startedAt) / 1_000
  if (received !== bytes) throw new Error(`${received} of ${bytes} bytes came`)
  return { bytes, seconds, megabytesPerSecond: bytes / 1e6 / seconds }
}

/** Echoes one byte after the other. The first rounds, which open the connection and warm the code up, do not count. */
export async function measureEcho(openStream: OpenStream, count: number, warmUps = 50): Promise<EchoTimes> {
  const stream = await openStream()
  const byte = Buffer.from([0x0a])
  const times: number[] = []
  for (let round = 0; round < count + warmUps; round += 1) {
    const startedAt = performance.now()
    const answered = once(stream, 'data')
    stream.write(byte)
    const [answer] = (await answered) as [Buffer]
    if (!answer.equals(byte)) throw new Error(`an echo of ${byte.toString('hex')} is ${answer.toString('hex')}`)
    if (round >= warmUps) times.push(performance.now() - startedAt)
  }
  stream.destroy()
  times.sort((left, right) => left - right)
  return { count, p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
}

/** What must have gone up while echoes were measured beside it, once the sockets on the way are full. */
const leastBulkBytes = 2 * chunkBytes

/** Echo times at the mixed endpoint while another stream uploads for as long as they take. Throws when it does not. */
export async function measureEchoDuringUpload(openStream: OpenStream, count: number, warmUps = 50): Promise<EchoTimes> {
  const bulk = await openStream()
  bulk.write(Buffer.from([swallowMark]))
  const chunk = randomBytes(chunkBytes)
  let poured = 0
  const pour = (): void => {
    while (!bulk.destroyed) {
      poured += chunk.length
      if (!bulk.write(chunk)) return
    }
  }
  bulk.on('drain', pour)
  pour()
  try {
    await measureEcho(openStream, warmUps, 0)
    const atStart = poured
    const times = await measureEcho(openStream, count, 3)
    if (poured - atStart < leastBulkBytes) throw new Error(`only ${poured - atStart} B went up beside the echoes`)
    return times
  } finally {
    bulk.destroy()
  }
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(bytes))
  return length
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
