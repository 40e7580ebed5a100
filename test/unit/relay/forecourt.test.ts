import type { Socket } from 'node:net'
import { beforeEach, describe, expect, it } from 'vitest'
import { Forecourt, forecourtPlaces } from '#relay/front-door/forecourt.ts'
import { FakeSocket } from '#test/support/fake-socket.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

describe('the forecourt of a door', () => {
  let clock: ManualClock
  let forecourt: Forecourt
  let room: number
  let inside: Socket[]
  let turnedAway: Socket[]

  beforeEach(() => {
    clock = new ManualClock()
    room = 0
    inside = []
    turnedAway = []
    forecourt = new Forecourt({
      clock,
      limitMs: 60_000,
      hasRoom: () => inside.length < room,
      enter: (socket) => void inside.push(socket),
      turnAway: (socket) => void turnedAway.push(socket),
    })
  })

  function come(): FakeSocket {
    const socket = new FakeSocket()
    forecourt.come(socket as unknown as Socket)
    return socket
  }

  it('lets in at once whom there is room for, and nobody before those who came earlier', () => {
    room = 1
    const first = come()
    const [second, third] = [come(), come()]
    expect([inside, forecourt.count]).toEqual([[first], 2])
    room = 2
    const fourth = come()
    expect(inside).toEqual([first])
    forecourt.callIn()
    expect(inside).toEqual([first, second])
    room = 4
    clock.pass(50)
    expect([inside, forecourt.count, clock.pending]).toEqual([[first, second, third, fourth], 0, 0])
  })

  it('forgets who leaves', () => {
    const [gone, stays] = [come(), come()]
    gone.emit('error', new Error('ECONNRESET'))
    gone.destroy()
    room = 5
    forecourt.callIn()
    expect(inside).toEqual([stays])
  })

  it('turns away who comes to a full one, and who has stood there for too long', () => {
    const standing = Array.from({ length: forecourtPlaces }, come)
    const late = come()
    expect(turnedAway).toEqual([late])
    clock.pass(59_950)
    expect(turnedAway).toEqual([late])
    clock.pass(50)
    expect([turnedAway.length, forecourt.count, clock.pending]).toEqual([standing.length + 1, 0, 0])
  })

  it('gives out everybody when the door closes', () => {
    const [one, other] = [come(), come()]
    expect(forecourt.leave()).toEqual([one, other])
    expect([forecourt.count, clock.pending]).toEqual([0, 0])
  })
})
