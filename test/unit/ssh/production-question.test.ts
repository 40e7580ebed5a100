import { expect, it } from 'vitest'
import { createProductionQuestion } from '#core/app/ssh/production-question.ts'
import { fail, ok } from '#domain/result.ts'

const wish = { place: { profile: { type: 'named', name: 'orders' }, region: 'eu-west-1' }, environment: null } as const
const refused = fail('PRODUCTION_NOT_AGREED', { account: 'orders-prod' })

/** A gate that opens for the day, and a person who answers when told to. */
function stage() {
  const questions: string[] = []
  const answers: ((agrees: boolean) => void)[] = []
  let isAgreed = false
  let now = 0
  const mayReach = createProductionQuestion({
    clock: { now: () => now },
    production: {
      admit: async (_wish, agreement) => {
        if (agreement === 'today') isAgreed = true
        return isAgreed ? ok(undefined) : refused
      },
    },
    ask: (account) => {
      questions.push(account)
      return new Promise((resolve) => answers.push(resolve))
    },
  })
  return { questions, answers, mayReach, wait: (ms: number) => (now += ms) }
}

const asked = async ({ answers }: { readonly answers: readonly unknown[] }, count: number): Promise<void> => {
  await expect.poll(() => answers.length).toBe(count)
}

it('asks once for all that wait, and not again that day after a yes', async () => {
  const { questions, answers, mayReach } = stage()
  const waiting = [mayReach(wish), mayReach(wish)]
  await asked({ answers }, 1)
  answers[0]?.(true)
  expect(await Promise.all(waiting)).toEqual([ok(undefined), ok(undefined)])
  expect(await mayReach(wish)).toEqual(ok(undefined))
  expect(questions).toEqual(['orders-prod'])
})

it('refuses after a no, and asks again a minute later', async () => {
  const { questions, answers, mayReach, wait } = stage()
  const first = mayReach(wish)
  await asked({ answers }, 1)
  answers[0]?.(false)
  expect(await first).toEqual(refused)
  expect(await mayReach(wish)).toEqual(refused)
  expect(questions).toHaveLength(1)
  wait(60_000)
  const later = mayReach(wish)
  await asked({ answers }, 2)
  answers[1]?.(true)
  expect(await later).toEqual(ok(undefined))
})
