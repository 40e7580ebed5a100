import { execFile } from 'node:child_process'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import type { AppUnderTest } from '../support/app-under-test.ts'
import { expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { checkScreen } from './check-screen.ts'

const run = promisify(execFile)
const own = 'Host github.com\n  User git\n'

async function openSsh(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'SSH' }).click()
}

/** Answers main's questions from now on; gives what was asked. */
async function answerQuestions({ app }: AppUnderTest, response: 0 | 1): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ dialog }, answer) => {
    const globals = globalThis as unknown as { asked: string[] }
    globals.asked = []
    dialog.showMessageBox = async (...given: unknown[]) => {
      globals.asked.push((given.at(-1) as { message: string }).message)
      return { response: answer, checkboxChecked: false }
    }
  }, response)
  return async () => await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
}

test('ssh goes through the app: one line, one question, one session, and no trace of it', async ({
  culvert,
  sandbox,
  folder,
  port,
}) => {
  test.setTimeout(180_000)
  const { page } = culvert
  const ssh = join(sandbox.environment['HOME'] ?? '', '.ssh')
  const [config, hosts, key] = [join(ssh, 'config'), join(ssh, 'culvert.conf'), join(folder, 'id_ed25519')]
  await mkdir(ssh, { recursive: true, mode: 0o700 })
  await writeFile(config, own, { mode: 0o600 })
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  await writeFile(join(ssh, 'authorized_keys'), await readFile(`${key}.pub`))
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, { localPort: port, switch: 'off' })
  await openSsh(page)
  await expect(page.getByRole('heading', { name: 'Use ssh through Culvert' })).toBeVisible()
  await everyLook(culvert, 'settings-ssh-off', allLooks)
  await checkScreen(page, 'settings ssh, off')

  await page.getByRole('button', { name: 'Add the line' }).click()
  await expect(page.getByRole('heading', { name: 'ssh goes through Culvert' })).toBeVisible()
  await everyLook(culvert, 'settings-ssh-on', allLooks)
  expect(await readFile(config, 'utf8')).toBe(`Include ${hosts}\n\n${own}`)

  const asked = await answerQuestions(culvert, 1)
  const options = [
    ...['IdentitiesOnly=yes', `IdentityFile=${key}`, `UserKnownHostsFile=${join(folder, 'known_hosts')}`],
    ...['StrictHostKeyChecking=accept-new', 'BatchMode=yes', `User=${userInfo().username}`],
  ].flatMap((option) => ['-o', option])
  const host = 'role=bastion.orders-prod.culvert'
  const { stdout } = await run('ssh', ['-F', config, ...options, host, 'echo from afar'])
  expect(stdout).toBe('from afar\n')
  expect(await asked()).toEqual([
    expect.stringMatching(/^Let \/.*ssh use ssh through Culvert\?$/),
    'Let ssh reach orders-prod today? It is production.',
  ])
  await expect.poll(async () => (await sandbox.state()).sessions.active).toEqual([])
  await run('ssh', ['-F', config, ...options, host, 'true'])
  expect(await asked()).toHaveLength(2)

  await page.getByRole('button', { name: /^Forget: / }).click()
  const asksAgain = await answerQuestions(culvert, 0)
  const refused = await run('ssh', ['-F', config, ...options, host, 'true']).catch((error: unknown) => error)
  expect(refused).toMatchObject({
    code: 255,
    stderr: expect.stringContaining('was not allowed to open SSH connections'),
  })
  expect(await asksAgain()).toHaveLength(1)

  await appendFile(hosts, '# mine\n')
  await page.evaluate(() => globalThis.dispatchEvent(new Event('focus')))
  await expect(page.getByRole('heading', { name: 'The file was changed by hand' })).toBeVisible()
  await expect(page.getByRole('group', { name: 'As it is now' })).toContainText('# mine')
  await expect(page.getByText('U+000A')).toHaveCount(0)
  await everyLook(culvert, 'settings-ssh-changed', ['en-light', 'en-dark', 'ja-light-small'])
  await checkScreen(page, 'settings ssh, changed')
  await page.getByRole('button', { name: 'Take the line out' }).click()
  await expect(page.getByRole('heading', { name: 'Use ssh through Culvert' })).toBeVisible()
  expect(await readFile(config, 'utf8')).toBe(own)
})
