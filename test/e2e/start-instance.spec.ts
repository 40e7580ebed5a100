import type { AppUnderTest } from '../support/app-under-test.ts'
import { ask, expect, signInAtOnce, test } from './fixtures.ts'
import { everyLook } from './screens.ts'
import { untilPrompt } from './shell-steps.ts'

const staging = (roleName: string) =>
  ({ type: 'sso', session: 'harborline', accountId: '730155204418', roleName }) as const

/** Answers main's next questions; gives what was asked. */
async function answerQuestions({ app }: AppUnderTest, response: 0 | 1): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ dialog }, answer) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = async (...given: unknown[]) => {
      asked.push((given.at(-1) as { message: string }).message)
      return { response: answer, checkboxChecked: false }
    }
  }, response)
  return async () => await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
}

/** The list over one role in staging, and its stopped instance. */
async function stoppedInstance({ page }: AppUnderTest, roleName: string) {
  await ask(page, 'target.addPlace', { profile: staging(roleName), region: 'ap-northeast-1' })
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Shells' }).click()
  return page.getByRole('grid', { name: 'Targets' }).getByRole('row', { name: /^bastion-stg-spare/ })
}

test('a stopped instance is started from the list, after a question, and opened once its agent is there', async ({
  culvert,
  sandbox,
}) => {
  await signInAtOnce(culvert, sandbox)
  const row = await stoppedInstance(culvert, 'PowerUser')
  const asked = await answerQuestions(culvert, 1)
  await row.press('Enter')
  await expect(row).toContainText('Instance is starting')
  expect(await asked()).toEqual(['Start bastion-stg-spare (i-02a7b95d4e6c8f130)?'])
  await everyLook(culvert, 'target-starting', ['en-light', 'ja-dark'])
  await expect(row).toContainText('Online', { timeout: 30_000 })
  await row.getByRole('button', { name: 'Open', exact: true }).click()
  await untilPrompt(culvert.page)
})

test('an instance stays stopped after a no, and where the role may not start it', async ({ culvert, sandbox }) => {
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  const row = await stoppedInstance(culvert, 'DatabaseTunnel')
  const asked = await answerQuestions(culvert, 0)
  await row.getByRole('button', { name: 'Start…' }).click()
  await expect.poll(asked).toHaveLength(1)
  await expect(row).toContainText('Instance is stopped')
  await answerQuestions(culvert, 1)
  await row.getByRole('button', { name: 'Start…' }).click()
  const why = page.getByRole('alertdialog', { name: 'Your role may not start this instance' })
  await expect(why).toContainText('ec2:StartInstances')
  await everyLook(culvert, 'target-not-started', ['en-light', 'ja-light-small'])
  await why.getByRole('button', { name: 'Request for an administrator…' }).click()
  await expect(page.getByRole('dialog')).toContainText('"ec2:StartInstances"')
  await page.keyboard.press('Escape')
  await expect(row.getByRole('button', { name: 'Start…' })).toBeFocused()
})
