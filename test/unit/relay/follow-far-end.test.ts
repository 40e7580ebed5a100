import type { Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { expect, it, vi } from 'vitest'
import { followFarEnd } from '#relay/front-door/follow-far-end.ts'

/** A client that does not read: what is said to it is queued. */
class SlowClient extends PassThrough {
  /** Closes once all is written. */
  readonly destroySoon = vi.fn()
}

function joined() {
  const client = new SlowClient({ highWaterMark: 1 })
  const upstream = new PassThrough()
  const socket = client as unknown as Socket
  const refused = vi.fn(async () => null)
  followFarEnd({ client: socket, held: [], upstream, refused, givenAway: () => {} })
  return { client, upstream, refused }
}

it('what the far end said last is not lost when it is gone for good', async () => {
  const { client, upstream } = joined()
  upstream.write('the last words')
  await vi.waitFor(() => expect(client.readableLength).toBeGreaterThan(0))
  upstream.destroy()
  await vi.waitFor(() => expect(client.destroySoon).toHaveBeenCalled())
  expect(client.destroyed).toBe(false)
})

it('a far end that has answered ends the client with its own end, and nobody asks why', async () => {
  const { client, upstream, refused } = joined()
  upstream.end('bye')
  await vi.waitFor(() => expect(client.writableEnded).toBe(true))
  expect(refused).not.toHaveBeenCalled()
})
