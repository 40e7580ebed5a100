import { describe, expect, it } from 'vitest'
import { DoorUnderTest } from './door-under-test.ts'

describe('a session that is doubted', () => {
  it('keeps its clients; who comes waits, for it or for the next', async () => {
    const test = new DoorUnderTest()
    const { door } = test
    const old = await test.serving('old')
    door.come('first')
    door.pool.doubt('old', 'doubted')
    door.come('second')
    expect([door.clientsOf(old), door.waiting]).toEqual([['first'], ['second']])
    door.pool.doubt('old', 'trusted')
    expect([door.clientsOf(old), door.waiting]).toEqual([['first', 'second'], []])
    door.pool.doubt('old', 'doubted')
    door.come('third')
    const next = await test.serving('next')
    expect([door.clientsOf(old), door.clientsOf(next), door.waiting]).toEqual([['first', 'second'], ['third'], []])
    await door.pool.close(100)
  })

  it('is stood in for by one beside it', async () => {
    const test = new DoorUnderTest()
    const { door } = test
    const beside = await test.serving('beside')
    await test.serving('serving', 'stays')
    door.pool.doubt('serving', 'doubted')
    door.come('first')
    expect([door.clientsOf(beside), door.waiting]).toEqual([['first'], []])
    door.pool.doubt('beside', 'doubted')
    door.come('second')
    expect(door.waiting).toEqual(['second'])
    await door.pool.close(100)
  })
})

describe('two sessions behind one door', () => {
  it('share its clients until the old one is drained, which is stopped then, and told once', async () => {
    const test = new DoorUnderTest()
    const { door, host, stops } = test
    const old = await test.serving('old')
    door.come('first')
    const next = test.order('next')
    door.come('second')
    expect(door.clientsOf(old)).toEqual(['first', 'second'])
    await test.letStart('next')
    door.come('third')
    expect(door.clientsOf(old)).toEqual(['first', 'second'])
    expect(door.clientsOf(next)).toEqual(['third'])
    door.leave('first')
    await host.stopped(old)
    expect(stops).toEqual([])
    door.leave('second')
    await host.stopped(old)
    expect(stops).toEqual(['old'])
    expect(test.told('old')).toEqual(['session-ready', 'session-stopped'])
    expect(door.clientsOf(next)).toEqual(['third'])
    door.leave('third')
    expect(door.pool.source()).toBe(next)
    await door.pool.close(100)
    expect(stops).toEqual(['old', 'next'])
    expect(test.told('old')).toEqual(['session-ready', 'session-stopped'])
    expect(test.told('next')).toEqual(['session-ready', 'session-stopped'])
    expect([host.find('old'), host.find('next'), door.pool.source()]).toEqual([null, null, null])
    expect(test.clock.pending).toBe(0)
  })

  it('are one again as soon as the new one serves, when the old one carries nobody', async () => {
    const test = new DoorUnderTest()
    const old = await test.serving('old')
    const next = await test.serving('next')
    await test.host.stopped(old)
    expect(test.stops).toEqual(['old'])
    expect(test.told('old')).toEqual(['session-ready', 'session-stopped'])
    expect(test.door.pool.source()).toBe(next)
  })

  it('lose nothing but the new one, when that does not start', async () => {
    const test = new DoorUnderTest()
    const old = await test.serving('old')
    test.door.come('first')
    const next = test.order('next')
    await test.host.stopSession(next, 100)
    expect(test.door.pool.source()).toBe(old)
    expect(test.door.clientsOf(old)).toEqual(['first'])
    expect(test.stops).toEqual([])
  })

  it('close the clients of the one that is over, and of no other', async () => {
    const test = new DoorUnderTest()
    const old = await test.serving('old')
    test.door.come('first')
    const next = await test.serving('next')
    test.door.come('second')
    await test.lose('old')
    expect(test.door.clientsOf(old)).toEqual([])
    expect(test.door.clientsOf(next)).toEqual(['second'])
    expect(test.told('old')).toEqual(['session-ready', 'session-lost'])
    expect(test.door.pool.source()).toBe(next)
  })
})

describe('a session that is to serve', () => {
  it('is given up for one that comes after it, which gets the clients that wait', async () => {
    const test = new DoorUnderTest()
    const given = test.order('given up')
    test.door.come('first')
    const next = test.order('next')
    await test.host.stopped(given)
    await test.letStart('next')
    expect(test.told('given up').toSorted()).toEqual(['session-failed', 'session-stopped'])
    expect(test.host.find('given up')).toBeNull()
    expect(test.door.waiting).toEqual([])
    expect(test.door.clientsOf(next)).toEqual(['first'])
  })

  it('is stopped when the door is closed already', async () => {
    const test = new DoorUnderTest()
    await test.door.pool.close(100)
    await test.host.stopped(test.order('late'))
    expect(test.told('late')).toContain('session-stopped')
    expect(test.host.find('late')).toBeNull()
  })
})

describe('a session that is lost', () => {
  it('leaves the door to nobody, and who comes then waits for the next', async () => {
    const test = new DoorUnderTest()
    const lost = await test.serving('lost')
    test.door.come('first')
    await test.lose('lost')
    expect(test.door.clientsOf(lost)).toEqual([])
    test.door.come('second')
    expect(test.door.waiting).toEqual(['second'])
    const next = await test.serving('next')
    expect(test.door.clientsOf(next)).toEqual(['second'])
  })
})
