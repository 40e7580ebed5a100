import { beforeEach, describe, expect, it } from 'vitest'
import { relayFact, type RelayFact } from '#contract/relay.ts'
import { FirstAnswers } from '#relay/session-host/first-answers.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

const sessionId = 's-1'
let clock: ManualClock
let facts: RelayFact[]
let answers: FirstAnswers

beforeEach(() => {
  clock = new ManualClock()
  facts = []
  answers = new FirstAnswers({ sessionId, clock, send: (fact) => facts.push(fact) })
})

/** What was told since the last look, without the session's id. */
const told = (): readonly unknown[] =>
  facts.splice(0).map((fact) => Object.fromEntries(Object.entries(fact).filter(([name]) => name !== 'sessionId')))

const asking = (late: 'silence' | 'slow-request' = 'silence') => {
  const connection = answers.connect(late)
  connection.asked()
  return connection
}

describe('the first answers of a session', () => {
  it('prove the far end once, and a crowd of quick ones after that is no news', () => {
    asking().answered(3)
    expect(told()).toEqual([{ type: 'endpoint-answered', latencyMs: 3 }])
    for (let index = 0; index < 100; index += 1) {
      const connection = asking()
      clock.pass(5)
      connection.answered(5)
      connection.closed()
    }
    expect(told()).toEqual([])
  })

  it('tell whole milliseconds, whatever the clock counts in', () => {
    clock.pass(0.451)
    const connection = asking()
    clock.pass(1_000.327)
    clock.pass(4_000.118)
    connection.left()
    const facts = told()
    expect(facts.filter((fact) => !relayFact.safeParse({ ...Object(fact), sessionId }).success)).toEqual([])
    expect(facts).toMatchObject([{ waitedMs: 1_000 }, { waitedMs: 5_000 }, { type: 'endpoint-caught-up' }])
  })

  it('are missed after a second, then each time that the oldest changes', () => {
    const first = asking()
    clock.pass(400)
    const second = asking()
    clock.pass(599)
    expect(told()).toEqual([])
    clock.pass(1)
    expect(told()).toEqual([{ type: 'endpoint-unanswered', waitedMs: 1_000, answered: 0 }])
    clock.pass(400)
    first.answered(1_400)
    expect(told()).toEqual([
      { type: 'endpoint-answered', latencyMs: 1_400 },
      { type: 'endpoint-unanswered', waitedMs: 1_000, answered: 1 },
    ])
    second.closed()
    expect(told()).toEqual([{ type: 'endpoint-caught-up' }])
  })

  it('are told to be missing beside nobody, once the answered connections are gone', () => {
    const other = asking()
    other.answered(1)
    asking()
    clock.pass(1_000)
    facts.splice(0)
    other.closed()
    expect(told()).toEqual([{ type: 'endpoint-unanswered', waitedMs: 1_000, answered: 0 }])
  })

  it('are given up by a client that leaves, but not by one that never waited, nor by the far end', () => {
    asking().left()
    clock.pass(2_000)
    const silent = answers.connect('silence')
    clock.pass(2_000)
    silent.left()
    expect(told(), 'nothing was asked').toEqual([])
    const refused = asking()
    clock.pass(2_000)
    refused.closed()
    expect(told().map((fact) => (fact as RelayFact).type)).toEqual(['endpoint-unanswered', 'endpoint-caught-up'])
    const patient = asking()
    clock.pass(6_000)
    facts.splice(0)
    patient.left()
    patient.closed()
    expect(told()).toEqual([
      { type: 'endpoint-given-up', waitedMs: 6_000, answered: 0 },
      { type: 'endpoint-caught-up' },
    ])
  })

  it('of a request may take what they take, once the far end is proven', () => {
    asking('slow-request').answered(1)
    facts.splice(0)
    const slow = asking('slow-request')
    clock.pass(60_000)
    slow.left()
    expect(told()).toEqual([])
    answers.refused()
    asking('slow-request')
    clock.pass(1_000)
    expect(told()).toEqual([{ type: 'endpoint-unanswered', waitedMs: 1_000, answered: 1 }])
  })

  it('are news again after a refusal, and nobody misses them once the session is over', () => {
    asking().answered(1)
    answers.refused()
    facts.splice(0)
    asking().answered(2)
    expect(told()).toEqual([{ type: 'endpoint-answered', latencyMs: 2 }])
    asking()
    answers.dispose()
    clock.pass(60_000)
    expect(told()).toEqual([])
  })
})
