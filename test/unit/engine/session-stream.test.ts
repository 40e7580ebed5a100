import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PlainStream } from '#relay/engine/builtin/basic/plain-stream.ts'

const graceMs = 2_000
const owner = { enqueue: () => undefined, unread: () => undefined, released: () => undefined }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})

afterEach(() => {
  // First: what it puts back is the fake timer that it stood on.
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

/** A stream whose own buffer is full, so that what comes waits outside it. */
async function halfClosedStream(): Promise<PlainStream> {
  const stream = new PlainStream(owner, graceMs)
  stream.end()
  await turn()
  stream.deliver(Buffer.alloc(200_000))
  stream.deliver(Buffer.alloc(200_000))
  return stream
}

describe('the grace after a half-close', () => {
  it('waits for a reader that stalls without looking at it all the time', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout')
    const stream = await halfClosedStream()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(stream.remoteClosed).toBe(false)
    expect(timers.mock.calls.length).toBeLessThan(600_000 / graceMs + 5)
    stream.destroy()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('counts from when the reader took the last of it', async () => {
    const stream = await halfClosedStream()
    await vi.advanceTimersByTimeAsync(60_000)
    stream.resume()
    await turn()
    await vi.advanceTimersByTimeAsync(graceMs / 4)
    expect(stream.remoteClosed).toBe(false)
    await vi.advanceTimersByTimeAsync(2 * graceMs)
    await turn()
    expect([stream.remoteClosed, stream.destroyed]).toEqual([true, true])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is cut short when somebody waits, once the far end has what it was asked', async () => {
    let isDelivered = false
    const stream = new PlainStream(owner, graceMs, () => isDelivered)
    stream.resume().end('asked')
    stream.takeOutput(Buffer.alloc(10), 0, 10)
    await turn()
    await vi.advanceTimersByTimeAsync(graceMs - 1)
    for (let waiting = 0; waiting < 3; waiting += 1) stream.hurry(100)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(stream.remoteClosed).toBe(false)
    isDelivered = true
    await vi.advanceTimersByTimeAsync(99)
    expect(stream.remoteClosed).toBe(false)
    await vi.advanceTimersByTimeAsync(101)
    await turn()
    expect([stream.remoteClosed, stream.destroyed]).toEqual([true, true])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('leaves no timer when the far end closes first, or the stream is destroyed', async () => {
    for (const end of ['closeRemotely', 'destroy'] as const) {
      const stream = new PlainStream(owner, graceMs)
      stream.end()
      await turn()
      expect(vi.getTimerCount()).toBe(1)
      stream[end]()
      expect(vi.getTimerCount()).toBe(0)
    }
  })
})
