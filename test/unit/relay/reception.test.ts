import type { Socket } from 'node:net'
import { beforeEach, describe, expect, it } from 'vitest'
import type { TunnelKind } from '#contract/tunnel.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { Client } from '#relay/front-door/client.ts'
import { Reception, receptionPlaces } from '#relay/front-door/reception.ts'
import { FakeSocket } from '#test/support/fake-socket.ts'
import { firstWordsOf } from '#test/support/first-words.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

describe('the reception', () => {
  let clock: ManualClock
  let kind: TunnelKind
  let session: 'none' | 'there'
  let reception: Reception
  let told: string[]

  beforeEach(() => {
    clock = new ManualClock()
    kind = 'postgresql'
    session = 'none'
    told = []
    reception = new Reception({
      clock,
      door: () => ({
        opening: kinds[kind].opening,
        localPort: 1,
        endpointHost: 'db.internal',
        allowedOrigins: [],
        localNames: [],
      }),
      hasSession: () => session === 'there',
      welcomed: () => told.push(`welcome at ${clock.now()}`),
      refused: (client, { reason }) => {
        told.push(`${reason} at ${clock.now()}`)
        client.dismiss('door-closed')
      },
    })
  })

  function arrive(words?: string | Buffer): FakeSocket {
    const socket = new FakeSocket()
    const client = new Client(socket as unknown as Socket)
    if (words !== undefined) socket.say(words)
    reception.receive(client)
    return socket
  }

  it('lets a client in with its first words, without a moment lost', () => {
    arrive(firstWordsOf('psql-ssl-request'))
    const later = arrive()
    clock.pass(20_000)
    later.say(firstWordsOf('psql-startup'))
    expect(told).toEqual(['welcome at 0', 'welcome at 20000'])
    expect([reception.count, clock.pending]).toEqual([0, 0])
  })

  it.each(['none', 'there'] as const)('starts nothing for a silent client, session %s', (state) => {
    session = state
    const [check, silent] = [arrive(), arrive()]
    check.halfClose()
    clock.pass(59_999)
    expect([check.destroyed, silent.destroyed]).toEqual([true, false])
    clock.pass(1)
    expect([silent.destroyed, told, reception.count, clock.pending]).toEqual([true, [], 0, 0])
  })

  it.each(['mysql', 'tcp'] as const)('waits 150 ms for a word where the server may greet: %s', (of) => {
    kind = of
    arrive()
    clock.pass(149)
    expect(told).toEqual([])
    clock.pass(1)
    expect(told).toEqual(['welcome at 150'])
    session = 'there'
    arrive()
    clock.pass(10)
    expect(told).toEqual(['welcome at 150', 'welcome at 160'])
  })

  it('looks at silent clients longer for a minute after one was refused', () => {
    kind = 'mysql'
    session = 'there'
    arrive(firstWordsOf('chromium-post-cross-site'))
    arrive()
    clock.pass(149)
    expect(told).toEqual(['web at 0'])
    clock.pass(1)
    expect(told).toEqual(['web at 0', 'welcome at 150'])
    clock.pass(60_000)
    arrive()
    clock.pass(10)
    expect(told.at(-1)).toBe('welcome at 60160')
  })

  it('loses no moment with one that says what no browser begins with', () => {
    kind = 'tcp'
    arrive('?')
    arrive('hello\n')
    expect(told).toEqual(['welcome at 0', 'welcome at 0'])
  })

  it('gives a client that was let in without a word 150 ms to make itself understood', () => {
    kind = 'tcp'
    session = 'there'
    const socket = new FakeSocket()
    const client = new Client(socket as unknown as Socket)
    reception.receive(client)
    clock.pass(10)
    socket.say('H')
    clock.pass(149)
    expect(client.judged).toBe('unheard')
    clock.pass(1)
    expect([client.judged, told, clock.pending]).toEqual(['once', ['welcome at 10'], 0])
  })

  it('goes on looking at a client that was let in without a word', () => {
    kind = 'mysql'
    session = 'there'
    const socket = arrive()
    clock.pass(10)
    socket.say(firstWordsOf('chromium-post-cross-site'))
    expect([told, socket.destroyed]).toEqual([['welcome at 10', 'web at 10'], true])
  })

  it.each([
    ['postgresql', 'curl-get', 'web'],
    ['mysql', 'psql-startup', 'not-understood'],
    ['redis', 'chromium-tls-localhost', 'web'],
  ] as const)('refuses at %s what %s says', (of, client, reason) => {
    kind = of
    const socket = arrive(firstWordsOf(client))
    expect([told, socket.destroyed, clock.pending]).toEqual([[`${reason} at 0`], true, 0])
  })

  it('gives a client ten seconds to make itself understood, and no more for each byte', () => {
    const socket = arrive()
    clock.pass(50_000)
    socket.say(Buffer.from([0]))
    clock.pass(9_000)
    socket.say(Buffer.from([0]))
    clock.pass(1_000)
    expect(told).toEqual(['not-understood at 60000'])
  })

  it('takes what a client began to say for all of it once it is through', () => {
    kind = 'tcp'
    const socket = arrive('HEL')
    socket.halfClose()
    expect(told).toEqual(['welcome at 0'])
  })

  it('takes a client for one that may yet speak for a second: so long a busy computer may keep its words', () => {
    arrive()
    clock.pass(900)
    expect(reception.lively).toBe(1)
    clock.pass(100)
    expect([reception.lively, reception.count]).toEqual([0, 1])
    reception.dismissAll()
  })

  it('makes room for who comes: the one that has been silent for longest goes', () => {
    const speaking = arrive(Buffer.from([0]))
    const silent = Array.from({ length: receptionPlaces - 1 }, () => arrive())
    arrive(firstWordsOf('psql-ssl-request'))
    expect([speaking.destroyed, silent[0]?.destroyed, silent[1]?.destroyed]).toEqual([false, true, false])
    expect(told).toEqual(['welcome at 0'])
    reception.dismissAll()
    expect([silent.every(({ destroyed }) => destroyed), speaking.destroyed, clock.pending]).toEqual([true, true, 0])
  })
})
