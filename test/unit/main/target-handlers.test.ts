import { expect, it } from 'vitest'
import type { Targets } from '#core/app/targets/targets.ts'
import { ok } from '#domain/result.ts'
import { sampleFailure } from '../../support/sample-problems.ts'
import { createTargetHandlers } from '../../../main/handlers/target-handlers.ts'

const caller = { window: 'main' }
const place = { profile: { type: 'named', name: 'orders-prod' }, region: 'eu-west-1' } as const

/** Handlers over an account that is production, and a person who answers main's dialog. */
function stage(answer: 'yes' | 'no') {
  const done: string[] = []
  const targets = {
    wouldLessen: async (_place: unknown, environment: string) =>
      environment === 'production' ? null : { account: 'orders', less: 'asked' },
    setEnvironment: async (_place: unknown, environment: string) => (done.push(environment), ok(undefined)),
    admit: async () => sampleFailure('PRODUCTION_NOT_AGREED'),
    accountNameOf: async () => 'orders',
    startInstance: async (_place: unknown, id: string) => (done.push(`started ${id}`), ok(undefined)),
  } as unknown as Targets
  const hands = { asked: (window: string) => void done.push(`asked ${window}`) }
  const askToStart = async (instance: string, account: string) => (
    done.push(`start ${instance} in ${account}?`),
    answer === 'yes'
  )
  const relabel = async (): Promise<void> => void done.push('relabelled')
  const askToLessen = async ({ account }: { account: string }) => (done.push(`free ${account}?`), answer === 'yes')
  return { handlers: createTargetHandlers({ targets, hands, askToLessen, askToStart, relabel }), done }
}

it('leaves an account production when main was told no, and asks nothing where it stays production', async () => {
  const { handlers, done } = stage('no')
  await handlers['target.setEnvironment']({ place, environment: 'staging' }, caller)
  expect(done).toEqual(['free orders?'])
  await handlers['target.setEnvironment']({ place, environment: 'production' }, caller)
  expect(done).toEqual(['free orders?', 'production', 'relabelled'])
})

it('frees an account once main was told yes', async () => {
  const { handlers, done } = stage('yes')
  await handlers['target.setEnvironment']({ place, environment: 'staging' }, caller)
  expect(done).toEqual(['free orders?', 'staging', 'relabelled'])
})

it('has a press counted from when a page is told that there is a question', async () => {
  const { handlers, done } = stage('no')
  expect(await handlers['target.asksFirst'](place, caller)).toEqual(ok({ asks: true }))
  expect(done).toEqual(['asked main'])
})

it.each([
  ['no', []],
  ['yes', ['started i-02a7b95d4e6c8f130']],
] as const)('starts an instance when main was told %s in its own dialog', async (answer, after) => {
  const { handlers, done } = stage(answer)
  const input = { ...place, id: 'i-02a7b95d4e6c8f130', name: 'spare' }
  expect(await handlers['target.start'](input, caller)).toEqual(ok({ started: answer === 'yes' }))
  expect(done).toEqual(['start spare (i-02a7b95d4e6c8f130) in orders?', ...after])
})
