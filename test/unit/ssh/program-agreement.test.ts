import { expect, it } from 'vitest'
import { createProgramAgreement } from '#core/app/ssh/program-agreement.ts'

interface Play {
  readonly questions: (string | null)[]
  readonly remembered: string[]
  now: number
  answer: (agrees: boolean) => void
  mayUse(pid: number): Promise<unknown>
}

function play(programs: Readonly<Record<number, string>>): Play {
  const questions: (string | null)[] = []
  const remembered: string[] = []
  const played: Play = {
    questions,
    remembered,
    now: 0,
    answer: () => undefined,
    mayUse: createProgramAgreement({
      clock: { now: () => played.now, after: () => () => undefined },
      programOf: (pid) => Promise.resolve(programs[pid] ?? null),
      agreed: () => remembered,
      remember: (program) => Promise.resolve(void remembered.push(program)),
      ask: (program) => {
        questions.push(program)
        return new Promise((resolve) => (played.answer = resolve))
      },
    }),
  }
  return played
}

const asked = async (played: Play, count: number): Promise<void> => {
  await expect.poll(() => played.questions.length).toBe(count)
}

it('asks once for all connections of a program, and never again after a yes', async () => {
  const played = play({ 1: '/usr/bin/ssh', 2: '/usr/bin/ssh' })
  const both = [played.mayUse(1), played.mayUse(2)]
  await asked(played, 1)
  played.answer(true)
  expect(await Promise.all(both)).toEqual([1, 2].map(() => ({ may: 'yes', program: '/usr/bin/ssh' })))
  expect(await played.mayUse(1)).toEqual({ may: 'yes', program: '/usr/bin/ssh' })
  expect(played.questions).toEqual(['/usr/bin/ssh'])
})

it('takes a no for a minute, for this program alone', async () => {
  const played = play({ 1: '/usr/bin/ssh', 2: '/opt/other/ssh' })
  const first = played.mayUse(1)
  await asked(played, 1)
  played.answer(false)
  expect(await first).toEqual({ may: 'no', program: '/usr/bin/ssh' })
  const again = played.mayUse(1)
  // Asked once more it would wait for an answer: all that goes before the question is done by now.
  await new Promise(setImmediate)
  expect(played.questions).toHaveLength(1)
  expect(await again).toMatchObject({ may: 'no' })
  const other = played.mayUse(2)
  await asked(played, 2)
  played.answer(true)
  expect(await other).toMatchObject({ may: 'yes' })
  played.now = 60_000
  void played.mayUse(1)
  await asked(played, 3)
  expect(played.remembered).toEqual(['/opt/other/ssh'])
})

it('asks about a program that the system does not tell as such', async () => {
  const played = play({})
  const answer = played.mayUse(1)
  await asked(played, 1)
  played.answer(true)
  expect(await answer).toEqual({ may: 'yes', program: null })
  expect(played.questions).toEqual([null])
})
