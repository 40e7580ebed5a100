import { readFile, writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { readPostgres } from '../support/real-clients.ts'
import type { SandboxProcess } from '../support/sandbox-process.ts'
import { violations } from './axe.ts'
import { ask, expect, saveTunnel, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { agreeToProduction } from './shell-steps.ts'

const login = { user: 'app_ro', password: 'sandbox', database: 'orders' } as const
const [ordersProd, ordersStaging] = ['482100973316', '730155204418']
const read = (port: number) => readPostgres(port, login, 'SELECT COUNT(*) FROM orders')

/** What somebody writes into `~/.aws/config`: keys of an IAM user that take a role of an account. Resolves once the app has seen it. */
async function leadTo(page: Page, { environment }: SandboxProcess, accountId: string, role: string): Promise<void> {
  const file = environment['AWS_CONFIG_FILE'] ?? ''
  const before = (await readFile(file, 'utf8')).replace(/\n\[profile orders\][^]*$/, '')
  const section = `[profile orders]\nrole_arn = arn:aws:iam::${accountId}:role/${role}\nsource_profile = ci-tunnel\n`
  await writeFile(file, `${before}\n${section}`)
  const seen = async () => {
    const { profiles } = await ask(page, 'profile.list')
    const one = profiles.find(({ ref }) => ref.type === 'named' && ref.name === 'orders')
    return [one?.accountId, one?.roleName]
  }
  await expect.poll(seen).toEqual([accountId, role])
}

test('a profile that leads to another account opens nothing, until a person takes the new one', async ({
  culvert,
  sandbox,
  port,
}) => {
  const { page } = culvert
  await leadTo(page, sandbox, ordersProd, 'DatabaseTunnel')
  const id = await saveTunnel(page, { localPort: port, profile: { type: 'named', name: 'orders' } })
  expect(await read(port)).toEqual([['240']])
  const starts = async () => (await sandbox.state()).calls.filter(({ action }) => action === 'StartSession').length
  const before = await starts()

  await leadTo(page, sandbox, ordersStaging, 'DatabaseTunnel')
  await ask(page, 'tunnel.disconnect', { id, ending: { connections: 'end', atMost: 5 } })
  const row = page.locator('[data-tunnel]')
  await expect(row).toContainText('Armed')
  expect(await read(port).then(String, String)).toContain('the profile orders leads somewhere else than before')
  await expect(row).toContainText('Another identity')
  await row.click()
  const panel = page.getByRole('complementary', { name: 'Tunnel detail' })
  await expect(panel).toContainText(
    `The tunnel is for DatabaseTunnel in account ${ordersProd}; the profile now gives DatabaseTunnel in account ${ordersStaging}.`,
  )
  await everyLook(culvert, 'account-pin', allLooks)
  expect(await violations(page)).toEqual([])
  await panel.getByRole('button', { name: 'See why' }).click()
  await everyLook(culvert, 'account-pin-page', ['en-light', 'ja-dark', 'en-light-small'])
  expect(await starts()).toBe(before)
  await page.keyboard.press('Escape')

  await leadTo(page, sandbox, ordersProd, 'PortForwardOnly')
  // What was given out before is forgotten a moment after the file is read anew.
  await expect(async () => {
    await read(port).catch(String)
    const said = `the profile now gives PortForwardOnly in account ${ordersProd}`
    await expect(panel).toContainText(said, { timeout: 1_000 })
  }).toPass()
  await panel.getByRole('button', { name: 'Use the new one' }).click()
  await expect(row).toContainText('Session open')
  expect(await read(port)).toEqual([['240']])
})

test('a shell on the bastion of a tunnel is held to whom the tunnel is for', async ({ culvert, sandbox, port }) => {
  const { page } = culvert
  await leadTo(page, sandbox, ordersProd, 'DatabaseTunnel')
  const id = await saveTunnel(page, { localPort: port, profile: { type: 'named', name: 'orders' } })
  expect(await read(port)).toEqual([['240']])
  await leadTo(page, sandbox, ordersStaging, 'DatabaseTunnel')
  const starts = async () => (await sandbox.state()).calls.filter(({ action }) => action === 'StartSession').length
  const before = await starts()
  await page.locator('[data-tunnel]').focus()
  await page.keyboard.press('Control+t')
  await agreeToProduction(page)
  const pane = page.locator('.pane.active')
  await expect(pane).toContainText('The profile orders leads somewhere else than before')
  await expect(pane).toContainText(`The tunnel is for DatabaseTunnel in account ${ordersProd}`)
  await everyLook(culvert, 'account-pin-shell', allLooks)
  expect(await starts()).toBe(before)
  await pane.getByRole('button', { name: 'Show the tunnel' }).click()
  await expect(page.getByRole('complementary', { name: 'Tunnel detail' })).toBeVisible()
  await ask(page, 'tunnel.disconnect', { id, ending: { connections: 'end', atMost: 5 } })
})
