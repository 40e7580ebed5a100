import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type AppUnderTest, launchApp, until } from '../support/app-under-test.ts'
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.ts'
import { ask, expect, saveTunnel, test } from './fixtures.ts'
import { allLooks, everyLook, takePicture } from './screens.ts'

interface Behind {
  readonly culvert: AppUnderTest
  readonly sandbox: SandboxProcess
  /** From now on the proxy takes this password of mika's, and no other. */
  takes(password: string): Promise<void>
}

async function behindProxy(folder: string, run: (behind: Behind) => Promise<void>): Promise<void> {
  const sandbox = await startSandboxProcess(['--databases', 'none', '--corporate-network', '--proxy-by', 'pac'])
  const environment = { ...sandbox.environment, SSL_CERT_FILE: '', NODE_EXTRA_CA_CERTS: '' }
  const culvert = await launchApp({ environment, userData: join(folder, 'profile') })
  const takes = async (password: string): Promise<void> => {
    await sandbox.fault({ kind: 'proxy', policy: { kind: 'credentials', user: 'mika', password } })
  }
  try {
    await run({ culvert, sandbox, takes })
  } finally {
    await culvert.quit()
    await sandbox.stop()
  }
}

const question = (page: Page) => page.getByRole('dialog', { name: 'Sign in at the proxy' })

async function type(page: Page, password: string): Promise<void> {
  const name = page.getByRole('textbox', { name: 'Name' })
  await expect(name).toBeFocused()
  await name.fill('mika')
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
}

test('the window asks once for the sign-in at a proxy, and again with the reason', async ({ folder, port }) => {
  await behindProxy(folder, async ({ culvert, sandbox, takes }) => {
    const { page } = culvert
    await saveTunnel(page, { localPort: port })
    await takes('right')
    await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Network' }).click()
    await expect(page.getByRole('heading', { name: 'The proxy asks for a name and a password' })).toBeVisible()
    await everyLook(culvert, 'network-basic', ['en-light', 'ja-dark', 'ja-light-small'])
    await page.getByRole('button', { name: 'Sign in…' }).click()
    await expect(question(page)).toContainText('asks who you are')
    await everyLook(culvert, 'proxy-sign-in', allLooks)

    await type(page, 'guessed')
    await expect(question(page).getByRole('alert')).toContainText('Not accepted.')
    await expect(page.getByLabel('Password')).toHaveValue('')
    await everyLook(culvert, 'proxy-sign-in-refused', ['en-light', 'ja-dark'])
    const wrong = (await sandbox.state()).proxy.length
    await page.getByLabel('Password').fill('right')
    await page.keyboard.press('Enter')
    await expect(question(page)).toBeHidden()
    await expect(page.getByRole('heading', { name: 'Every host of AWS answers' })).toBeVisible()
    const since = (await sandbox.state()).proxy.slice(wrong)
    expect(since.map(({ status }) => status)).not.toContain(407)

    // The company has changed it: a call finds that out, and waits for the new one.
    await takes('newer')
    const started = ask(page, 'signIn.start', { session: 'harborline' }).catch(() => null)
    await expect(question(page).getByRole('alert')).toContainText('no longer takes the password')
    await page.keyboard.press('Escape')
    await expect(question(page)).toBeHidden()
    await started
    expect(JSON.stringify(await ask(page, 'app.snapshot'))).not.toMatch(/guessed|newer|"mika"/)
  })
})

test('with the window closed a small one asks for a proxy’s sign-in', async ({ folder }) => {
  await behindProxy(folder, async ({ culvert, takes }) => {
    await takes('right')
    void ask(culvert.page, 'proxy.signIn').catch(() => null)
    await expect(question(culvert.page)).toBeVisible()
    await culvert.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    const small = await until(
      async () => culvert.app.windows().find((page) => page.url().endsWith('#code')) ?? null,
      'the small window',
    )
    await expect(small.getByRole('heading', { name: 'Sign in at the proxy' })).toBeVisible()
    await expect(small.getByRole('textbox', { name: 'Name' })).toBeFocused()
    await takePicture(small, 'proxy-sign-in-small')
    // The window may be gone before the debugger has said that the last key was pressed.
    await Promise.all([small.waitForEvent('close'), type(small, 'right').catch(() => undefined)])
    expect(culvert.app.windows()).toEqual([])
  })
})
