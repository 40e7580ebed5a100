import { expect, it } from 'vitest'
import { FrameStock } from '#relay/engine/builtin/frame-stock.ts'
import { headerBytes } from '#relay/engine/builtin/message.ts'
import { acknowledge, channelOf } from './opened-channel.ts'

it('gives a frame out again once it is back, and keeps none of another size', () => {
  const stock = new FrameStock(64)
  const first = stock.take()
  expect(first).toHaveLength(headerBytes + 64)
  expect(stock.take()).not.toBe(first)
  stock.giveBack(first.subarray(0, 130))
  stock.giveBack(first)
  expect(stock.take()).toBe(first)
  expect(stock.take()).not.toBe(first)
})

it('keeps no more than it has use for', () => {
  const stock = new FrameStock(1)
  const given = Array.from({ length: 1_500 }, () => Buffer.alloc(headerBytes + 1))
  for (const frame of given) stock.giveBack(frame)
  const taken = new Set(Array.from({ length: 1_500 }, () => stock.take()))
  expect(given.filter((frame) => taken.has(frame))).toHaveLength(1_024)
})

it('lets no message that waits for its acknowledgement be written over by a later one', async () => {
  const { channel, service, open } = await channelOf()
  const say = (byte: number): boolean =>
    channel.sendOutput((target, start, end) => target.fill(byte, start, end) && end)
  for (let byte = 0; byte < 4; byte += 1) say(byte)
  for (const sequence of [2, 0]) service.socket.say(acknowledge(sequence))
  for (let byte = 4; byte < 8; byte += 1) say(byte)
  service.socket.drop()
  await open()
  const again = service.socket.frames.map((frame) => [...new Set(frame.subarray(headerBytes))])
  expect(again).toEqual([[1], [3], [4], [5], [6], [7]])
  await channel.close(0)
})
