import { expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { openShell } from './shell-steps.ts'

test('Show beside a session at AWS leads to the pane of the very shell that uses it', async ({
  culvert,
  sandbox,
  port,
}) => {
  test.setTimeout(120_000)
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, { localPort: port, switch: 'off' })
  const navigation = page.getByRole('navigation', { name: 'Main' })
  await openShell(page)
  const [own] = (await sandbox.state()).sessions.active
  await page.getByRole('button', { name: 'New shell' }).first().click()
  const tabs = page.getByRole('tab')
  await expect(tabs).toHaveCount(2)
  await expect(tabs.last()).toHaveAttribute('aria-selected', 'true')

  await navigation.getByRole('button', { name: 'Activity' }).click()
  await page.getByRole('button', { name: 'Open at AWS' }).click()
  const row = page.getByRole('listitem').filter({ hasText: own?.sessionId ?? 'no session' })
  await row.getByRole('button', { name: 'Show' }).click()
  await expect(tabs.first()).toHaveAttribute('aria-selected', 'true')
})
