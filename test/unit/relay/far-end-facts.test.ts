import { beforeEach, expect, it } from 'vitest'
import type { RelayFact } from '#contract/relay.ts'
import { FarEndFacts } from '#relay/session-host/far-end-facts.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

const piece = Buffer.from('bytes')
let clock: ManualClock
let facts: RelayFact[]
let farEnd: FarEndFacts

beforeEach(() => {
  clock = new ManualClock()
  facts = []
  farEnd = new FarEndFacts({
    sessionId: 's-1',
    clock,
    send: (fact) => facts.push(fact),
    ask: async () => 'unknown',
  })
})

const answered = () => {
  const connection = farEnd.watch('silence')
  connection.asked()
  connection.answered(1)
  connection.heard?.(piece)
  return connection
}

const quiet = async (): Promise<void> => {
  clock.pass(20_000)
  await new Promise(setImmediate)
}

it('a session that is quiet counts as silent beside connections that were answered: it is told, and closes nobody', async () => {
  const connection = answered()
  connection.said?.(piece)
  await quiet()
  expect(facts.at(-1)).toEqual({ type: 'endpoint-unanswered', sessionId: 's-1', waitedMs: 20_000, answered: 1 })
  connection.heard?.(piece)
  expect(facts.at(-1)).toEqual({ type: 'endpoint-answered', sessionId: 's-1', latencyMs: 20_000 })
})

it('that a new client gives up does not make it well', async () => {
  answered().said?.(piece)
  await quiet()
  const other = farEnd.watch('silence')
  other.asked()
  clock.pass(2_000)
  other.left()
  other.closed()
  expect(facts.at(-1)).toMatchObject({ type: 'endpoint-unanswered', waitedMs: 22_000 })
})

it('a client that waits for its first answer is told again when the session is heard', async () => {
  const connection = answered()
  connection.said?.(piece)
  await quiet()
  farEnd.watch('silence').asked()
  clock.pass(3_000)
  connection.heard?.(piece)
  expect(facts.at(-1)).toMatchObject({ type: 'endpoint-unanswered', waitedMs: 3_000 })
})
