import { describe, expect, it } from 'vitest'
import type { HostedSession } from '#relay/session-host/hosted-session.ts'
import { DoorUnderTest } from './door-under-test.ts'

describe('a session beside the one that serves', () => {
  it('stays without a client, and serves again when the other is over', async () => {
    const test = new DoorUnderTest()
    const old = await test.serving('old')
    const next = await test.serving('next', 'stays')
    await test.host.stopped(old)
    expect(test.stops).toEqual([])
    expect(test.door.pool.source()).toBe(next)
    await test.lose('next')
    expect(test.door.pool.source()).toBe(old)
    test.door.come('first')
    expect(test.door.clientsOf(old)).toEqual(['first'])
  })

  it('goes when it is to drain, with the last of its clients', async () => {
    const test = new DoorUnderTest()
    const old = await test.serving('old')
    test.door.come('first')
    const next = await test.serving('next', 'stays')
    test.door.pool.drain('old')
    expect(test.stops).toEqual([])
    test.door.leave('first')
    await test.host.stopped(old)
    expect(test.stops).toEqual(['old'])
    expect(test.door.pool.source()).toBe(next)
  })

  it('takes over from the one that serves when that is to drain', async () => {
    const test = new DoorUnderTest()
    const old = await test.serving('old')
    const next = await test.serving('next', 'stays')
    test.door.come('first')
    test.door.pool.drain('next')
    expect(test.door.pool.source()).toBe(old)
    expect(test.door.clientsOf(next)).toEqual(['first'])
    expect(test.stops).toEqual([])
  })
})

describe('while bulk moves over the session that serves', () => {
  const withBulk = async (): Promise<{ test: DoorUnderTest; old: HostedSession }> => {
    const test = new DoorUnderTest()
    const old = await test.serving('old')
    test.door.come('dump')
    test.door.bulk.add('old')
    return { test, old }
  }

  it('a client waits for the session that is expected, and is carried by that', async () => {
    const { test } = await withBulk()
    test.door.pool.expect(2_500)
    test.door.come('query')
    expect(test.door.waiting).toEqual(['query'])
    const next = await test.serving('next', 'stays')
    expect(test.door.clientsOf(next)).toEqual(['query'])
    expect(test.clock.pending).toBe(0)
  })

  it('it stands behind the bulk where none is expected, none comes in time, or none comes', async () => {
    const { test, old } = await withBulk()
    test.door.come('first')
    expect(test.door.clientsOf(old)).toEqual(['dump', 'first'])
    test.door.pool.expect(2_500)
    test.door.come('second')
    test.clock.pass(2_499)
    expect(test.door.waiting).toEqual(['second'])
    test.clock.pass(1)
    expect(test.door.clientsOf(old)).toEqual(['dump', 'first', 'second'])
    test.door.pool.expect(2_500)
    test.door.come('third')
    test.door.pool.expect(0)
    expect(test.door.clientsOf(old)).toEqual(['dump', 'first', 'second', 'third'])
  })

  it('one beside it that is calm serves', async () => {
    const { test, old } = await withBulk()
    const next = await test.serving('next', 'stays')
    test.door.bulk.delete('old')
    test.door.bulk.add('next')
    test.door.come('query')
    expect(test.door.clientsOf(old)).toEqual(['dump', 'query'])
    expect(test.door.pool.source()).toBe(old)
    test.door.bulk.delete('next')
    expect(test.door.pool.source()).toBe(next)
  })
})
