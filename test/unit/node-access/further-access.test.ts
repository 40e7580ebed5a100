import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NodeAccessStatus } from '#contract/node-access.ts'
import type { Result } from '#contract/result.ts'
import type { AccessDecision, AccessRequests, NodeAccess } from '#core/app/node-access-ports.ts'
import { createNodeAccess } from '#core/app/node-access/node-access.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fail, ok } from '#domain/result.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

const place = { profile: { type: 'named', name: 'dev' }, region: 'eu-west-1' } as const
const targetId = 'i-0ab3f29c81d7e4402'
const refusal = problemOf('ACCESS_DENIED', { said: 'not authorized to perform: ssm:StartSession' })
const hourMs = 3_600_000

let clock: ManualClock
let access: NodeAccess
/** What approvers have decided, by request; those that are not there are pending. */
let decisions: Map<string, AccessDecision>
let sent: string[]
let taken: () => Result<string>

beforeEach(() => {
  clock = new ManualClock()
  decisions = new Map()
  sent = []
  taken = () => ok(`oi-${sent.length}`)
  const requests: AccessRequests = {
    mayAsk: () => Promise.resolve(true),
    start: (_, { reason }) => {
      sent.push(reason)
      return Promise.resolve(taken())
    },
    decision: (_, id) => Promise.resolve(ok(decisions.get(id) ?? { status: 'pending' })),
  }
  access = createNodeAccess({ requests, clock, newId: () => crypto.randomUUID(), log: { info: () => {} } })
})
afterEach(() => {
  access.dispose()
  expect(clock.pending).toBe(0)
})

const status = (): NodeAccessStatus => access.views()[0]?.status ?? { kind: 'ended', at: 0 }
const idOfDesk = (): string => access.views()[0]?.id ?? ''
const ensure = (used: string | null): Promise<Result<string>> =>
  access.ensure({ place, targetId, refusal, with: used, asker: 'client', onSent: () => {} })

/** So much time passes (ms), and what was asked of AWS is answered. */
async function pass(ms: number): Promise<void> {
  clock.pass(ms)
  await setImmediate()
}

/** An approver decides, and the next look finds it. */
async function decided(requestId: string, decision: 'rejected' | { readonly until: number }): Promise<void> {
  const credentials = {
    accessKeyId: requestId,
    secretAccessKey: 'secret',
    sessionToken: 'token',
    expiresAt: decision === 'rejected' ? 0 : decision.until,
  }
  decisions.set(
    requestId,
    decision === 'rejected' ? { status: 'rejected' } : { status: 'approved', credentials, until: decision.until },
  )
  await pass(2_000)
}

/** Access that is granted for an hour, by `oi-1`. */
async function granted(): Promise<void> {
  const first = ensure(null)
  await expect.poll(() => status().kind).toBe('asking')
  await access.request(idOfDesk(), 'A look', '')
  await decided('oi-1', { until: clock.now() + hourMs })
  expect(await first).toEqual(ok('oi-1'))
}

const keyOf = async (requestId: string): Promise<string | null> => {
  const found = await access.credentialsOf(requestId)
  return found.ok ? found.value.accessKeyId : null
}

describe('access that is to go on', () => {
  beforeEach(granted)

  it('keeps what holds while a further request is with an approver, and is then granted anew', async () => {
    await access.request(idOfDesk(), 'Longer', 'OPS-1')
    expect(status()).toMatchObject({ kind: 'granted', requestId: 'oi-1', further: { kind: 'waiting' } })
    expect(access.views()[0]?.reason).toBe('A look')
    expect(access.granted(place, targetId)).toBe('oi-1')
    const until = clock.now() + 2 * hourMs
    await decided('oi-2', { until })
    expect(status()).toMatchObject({ kind: 'granted', requestId: 'oi-2', until, further: null })
    expect(access.views()[0]?.reason).toBe('OPS-1: Longer')
    expect([await keyOf('oi-1'), await keyOf('oi-2')]).toEqual(['oi-1', 'oi-2'])
    // The first one ends, and what was started with it goes on with the second.
    await pass(hourMs)
    expect(status().kind).toBe('granted')
    expect(await keyOf('oi-1')).toBe('oi-2')
    await pass(hourMs)
    expect([status().kind, await keyOf('oi-1'), await keyOf('oi-2')]).toEqual(['ended', null, null])
  })

  it('keeps what holds when an approver decides against more, or nobody waits for it', async () => {
    await access.request(idOfDesk(), 'Longer', '')
    await decided('oi-2', 'rejected')
    const problem = { code: 'ACCESS_NOT_GRANTED', details: { how: 'rejected', requestId: 'oi-2' } }
    expect(status()).toMatchObject({ kind: 'granted', requestId: 'oi-1', further: { kind: 'refused', problem } })
    await access.request(idOfDesk(), 'Please', '')
    access.withdraw(idOfDesk())
    expect(status()).toMatchObject({ kind: 'granted', further: { problem: { details: { how: 'withdrawn' } } } })
    expect(await keyOf('oi-1')).toBe('oi-1')
    expect(sent).toEqual(['A look', 'Longer', 'Please'])
  })

  it('keeps what holds when AWS does not take the request', async () => {
    taken = () =>
      fail('AWS_REFUSED', {
        aws: { operation: null, error: 'ServiceQuotaExceededException', awsMessage: '', requestId: null },
      })
    expect(await access.request(idOfDesk(), 'Longer', '')).toMatchObject({ ok: false })
    expect(status()).toMatchObject({ kind: 'granted', further: { kind: 'refused', problem: { code: 'AWS_REFUSED' } } })
    await pass(10 * 60_000)
    expect(status().kind).toBe('granted')
  })

  it('waits on for an approver when the first hour is over before', async () => {
    await access.request(idOfDesk(), 'Longer', '')
    await pass(hourMs)
    expect(status()).toMatchObject({ kind: 'waiting', requestId: 'oi-2' })
    expect([access.granted(place, targetId), await keyOf('oi-1')]).toEqual([null, null])
    await decided('oi-2', { until: clock.now() + hourMs })
    await pass(15_000)
    expect(status()).toMatchObject({ kind: 'granted', requestId: 'oi-2' })
  })
})

describe('a start that was refused', () => {
  beforeEach(granted)

  it('without what was approved in the meantime is made with it, and nobody is asked', async () => {
    expect(await ensure(null)).toEqual(ok('oi-1'))
    expect([status().kind, sent.length]).toEqual(['granted', 1])
  })

  it('with the approval has somebody ask anew: it was taken back', async () => {
    const again = ensure('oi-1')
    await expect.poll(() => status().kind).toBe('asking')
    expect(await keyOf('oi-1')).toBeNull()
    access.withdraw(idOfDesk())
    expect(await again).toMatchObject({ ok: false, error: { details: { how: 'not-asked' } } })
  })
})
