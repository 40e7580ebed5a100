import { ask, expect, signInAtOnce, test } from './fixtures.ts'
import { playDesignList } from './design-list.ts'
import { playDesignShells } from './design-shells.ts'
import { allLooks, everyLook } from './screens.ts'
import { fillTunnelForm, tunnelRow } from './window-steps.ts'

test('pictures of the way in', async ({ culvert }) => {
  await everyLook(culvert, 'signed-out')
  const started = ask(culvert.page, 'signIn.start', { session: 'harborline' }).catch(() => {})
  await culvert.nextOpenedPage()
  await everyLook(culvert, 'sign-in-waiting')
  await ask(culvert.page, 'signIn.cancel', { session: 'harborline' })
  await started
})

test('pictures of an empty list', async ({ culvert, sandbox }) => {
  await signInAtOnce(culvert, sandbox)
  await expect(culvert.page.getByText('No tunnels yet')).toBeVisible()
  await everyLook(culvert, 'empty')
})

test('pictures of the tunnels, the route and a failure', async ({ culvert, sandbox }) => {
  test.setTimeout(180_000)
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  const clients = await playDesignList(page)
  await everyLook(culvert, 'tunnels', allLooks)

  await tunnelRow(page, 'orders-db').first().click()
  await expect(page.getByRole('list', { name: /route/i })).toContainText('i-0ab3f29c81d7e4402')
  await everyLook(culvert, 'tunnel-detail', allLooks)
  await tunnelRow(page, 'orders-db')
    .nth(1)
    .click({ modifiers: ['Control'] })
  await expect(page.getByRole('complementary', { name: 'Tunnel detail' })).toBeHidden()
  await everyLook(culvert, 'tunnels-selected', ['en-light', 'en-light-small'])
  await page.getByRole('toolbar', { name: 'Selected tunnels' }).getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('alertdialog')).toContainText(/pid \d+/)
  await everyLook(culvert, 'stop-several', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await clients.stop()
  await tunnelRow(page, 'billing-mysql').first().click()
  await everyLook(culvert, 'tunnel-failed', allLooks)
  await page.getByRole('button', { name: 'See why' }).first().click()
  await expect(page.getByRole('heading', { name: 'The bastion is not connected to Systems Manager' })).toBeVisible()
  await everyLook(culvert, 'failure', allLooks)
  await clients.close()
})

test('pictures of the shells', async ({ culvert, sandbox, folder }) => {
  const { page } = culvert
  await sandbox.fault({ kind: 'agent', behaviour: { firstOutputMs: 0 } })
  await signInAtOnce(culvert, sandbox)
  await playDesignShells(page, folder)
  await everyLook(culvert, 'shells-at-work', allLooks)
})

test('pictures of the new-tunnel sheet', async ({ culvert, sandbox }) => {
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  await fillTunnelForm(page, {
    kind: 'PostgreSQL',
    name: 'ledger',
    account: 'orders-prod',
    role: 'DatabaseTunnel',
    host: 'ledger.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com',
  })
  await page.getByRole('textbox', { name: 'Local port' }).focus()
  await expect(page.getByText('2 match, 1 online', { exact: false }).first()).toBeVisible()
  await expect(page.getByText('Production ports start with 1.', { exact: false })).toContainText('Free')
  await everyLook(culvert, 'new-tunnel', allLooks)
})

test('pictures of the settings', async ({ culvert, sandbox }) => {
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
  const sections = page.getByRole('navigation', { name: 'Settings' })
  for (const name of ['General', 'Sign-in', 'Ports', 'Files']) {
    await sections.getByRole('button', { name }).click()
    await everyLook(culvert, `settings-${name.toLowerCase()}`)
  }
  await page.keyboard.press('F1')
  await everyLook(culvert, 'shortcuts', allLooks)
})
