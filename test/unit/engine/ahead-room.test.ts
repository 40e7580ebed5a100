import { totalmem } from 'node:os'
import { expect, it } from 'vitest'
import { AheadRoom, programsRoom } from '#relay/engine/builtin/ahead-room.ts'

it('gives no more than it has, and again what came back', () => {
  const room = new AheadRoom(10)
  expect([room.take(6), room.take(5), room.take(4), room.take(1)]).toEqual([true, false, true, false])
  room.giveBack(4)
  expect([room.used, room.take(4)]).toEqual([6, true])
})

it("is an eighth of a computer's memory, and never more than 1 GiB", () => {
  const gibibyte = 1024 ** 3
  expect([1, 4, 8, 64].map((memory) => AheadRoom.of(memory * gibibyte).limit / gibibyte)).toEqual([0.125, 0.5, 1, 1])
  expect(programsRoom.limit).toBe(AheadRoom.of(totalmem()).limit)
})
