import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import type { OpenStream } from '../engine/measure.ts'

const warmUps = 3
const concurrent = 100
const messageBytes = 4_096
const answerLimitMs = 20_000

/** From a client's connect to the first echoed byte, on a session that runs: the median of several, milliseconds. */
export async function measureNewConnection(openStream: OpenStream, count: number): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < count + warmUps; round += 1) {
    const startedAt = performance.now()
    const stream = await openStream()
    const answered = once(stream, 'data')
    stream.write('?')
    await answered
    if (round >= warmUps) times.push(performance.now() - startedAt)
    stream.destroy()
  }
  return times.toSorted((one, other) => one - other)[Math.floor(count / 2)] ?? Number.NaN
}

/** Opens a hundred connections at once, holds them all, and counts those that did not get their own bytes back. */
export async function countConcurrentFailures(openStream: OpenStream): Promise<number> {
  const open: Duplex[] = []
  const attempts = Array.from({ length: concurrent }, async () => {
    const stream = await openStream()
    open.push(stream)
    return await echoes(stream, randomBytes(messageBytes))
  })
  const outcomes = await Promise.allSettled(attempts)
  for (const stream of open) stream.destroy()
  return outcomes.filter((outcome) => outcome.status === 'rejected' || !outcome.value).length
}

async function echoes(stream: Duplex, message: Buffer): Promise<boolean> {
  let received = Buffer.alloc(0)
  return await new Promise((resolve) => {
    const late = setTimeout(() => finish(false), answerLimitMs)
    const finish = (answered: boolean): void => {
      clearTimeout(late)
      resolve(answered)
    }
    stream.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      if (received.length >= message.length) finish(received.equals(message))
    })
    stream.once('error', () => finish(false))
    stream.once('close', () => finish(false))
    stream.write(message)
  })
}
