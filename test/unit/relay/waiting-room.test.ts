import type { Socket } from 'node:net'
import { beforeEach, describe, expect, it } from 'vitest'
import { Client } from '#relay/front-door/client.ts'
import { WaitingRoom, waitingPlaces } from '#relay/front-door/waiting-room.ts'
import { FakeSocket } from '#test/support/fake-socket.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

describe('the waiting room', () => {
  let clock: ManualClock
  let room: WaitingRoom
  const ended: string[] = []

  beforeEach(() => {
    clock = new ManualClock()
    ended.length = 0
    room = new WaitingRoom({
      clock,
      limitMs: 30_000,
      changed: () => {},
      waitEnded: (reason, waitedMs) => ended.push(`${reason} after ${waitedMs}`),
      timeOver: (client) => client.dismiss('waited-too-long'),
    })
  })

  function arrive(): { socket: FakeSocket; client: Client } {
    const socket = new FakeSocket()
    const client = new Client(socket as unknown as Socket)
    room.park(client)
    return { socket, client }
  }

  it('calls everyone in order of arrival, with all they said', () => {
    const [first, second] = [arrive(), arrive()]
    second.socket.say(3)
    first.socket.say(1)
    first.socket.say(1)
    const called = room.callAll()
    expect(called).toEqual([first.client, second.client])
    expect(called.map((client) => Buffer.concat(client.take()).length)).toEqual([2, 3])
    expect([room.count, clock.pending]).toEqual([0, 0])
    expect(ended).toEqual(['carried after 0', 'carried after 0'])
  })

  it('closes a client that has waited its time, and not a millisecond earlier', () => {
    const { socket } = arrive()
    clock.pass(29_999)
    expect(socket.destroyed).toBe(false)
    clock.pass(1)
    expect([socket.destroyed, ended]).toEqual([true, ['waited-too-long after 30000']])
  })

  it('notices a client that leaves without a word', () => {
    const { socket } = arrive()
    clock.pass(5)
    socket.halfClose()
    expect([room.count, socket.destroyed, ended]).toEqual([0, true, ['left after 5']])
  })

  it('gives a client that half-closed after a question ten seconds for its answer', () => {
    const { socket } = arrive()
    socket.say(4)
    socket.halfClose()
    clock.pass(9_999)
    expect(room.count).toBe(1)
    clock.pass(1)
    expect([room.count, socket.destroyed, ended]).toEqual([0, true, ['left after 10000']])
  })

  it('counts the ten seconds also for one that half-closed before it was parked', () => {
    const socket = new FakeSocket()
    const client = new Client(socket as unknown as Socket)
    socket.say(4)
    socket.halfClose()
    room.park(client)
    clock.pass(10_000)
    expect(room.count).toBe(0)
  })

  it('holds a client back that says more than it may', () => {
    const { socket } = arrive()
    socket.say(65_535)
    expect(socket.paused).toBe(false)
    socket.say(1)
    expect(socket.paused).toBe(true)
  })

  it('notices a reset, once', () => {
    const { socket } = arrive()
    socket.emit('error', new Error('ECONNRESET'))
    socket.destroy()
    expect([room.count, ended, clock.pending]).toEqual([0, ['left after 0'], 0])
  })

  it('has a place for so many and no more: who comes after is closed at once, who waits stays', () => {
    const waiting = Array.from({ length: waitingPlaces }, () => arrive().socket)
    const late = new FakeSocket()
    expect(room.park(new Client(late as unknown as Socket))).toBe('no-place')
    expect([late.destroyed, room.count, ended]).toEqual([true, waitingPlaces, []])
    waiting[0]?.destroy()
    expect(room.park(new Client(new FakeSocket() as unknown as Socket))).toBe('parked')
    expect(room.count).toBe(waitingPlaces)
    room.dismissAll('door-closed')
    expect(clock.pending).toBe(0)
  })

  it('closes everyone on request and says how many', () => {
    const sockets = [arrive().socket, arrive().socket]
    expect(room.dismissAll('refused')).toBe(2)
    expect(sockets.every(({ destroyed }) => destroyed)).toBe(true)
    expect(ended).toEqual(['refused after 0', 'refused after 0'])
  })
})
