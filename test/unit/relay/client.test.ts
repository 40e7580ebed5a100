import type { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { Client } from '#relay/front-door/client.ts'
import { FakeSocket } from '#test/support/fake-socket.ts'

it('a client that is not carried yet is held back by TCP once it has said 64 KiB', () => {
  const socket = new FakeSocket()
  const client = new Client(socket as unknown as Socket)
  socket.say(65_535)
  expect(socket.paused).toBe(false)
  socket.say(1)
  expect(socket.paused).toBe(true)
  expect(Buffer.concat(client.take())).toHaveLength(65_536)
})
