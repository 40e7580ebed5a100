import { totalmem } from 'node:os'
import { expect, it } from 'vitest'
import { AheadRoom, programsRoom } from '#relay/engine/builtin/ahead-room.ts'

it('gives no more than it has, and again what came back', () => {
  const room = new AheadRoom(10)
  expect([room.take(6), room.take(5), room.take(4), room.take(1)]).toEqual([true, false, true, false])
  room.giveBack(4)
  expect([room.used, room.take(4)]).toEqual([6, true])
})

it("takes an eighth of this computer's memory at the most, and never more than 1 GiB", () => {
  expect(programsRoom.limit).toBeGreaterThan(0)
  expect(programsRoom.limit).toBeLessThanOrEqual(totalmem() / 8)
  expect(programsRoom.limit).toBeLessThanOrEqual(1024 ** 3)
})
