import { TestClient } from '../support/tcp.ts'
import { ask, expect, signInAtOnce, test } from './fixtures.ts'
import { everyLook } from './screens.ts'
import { choose } from './window-steps.ts'

test.beforeEach(async ({ culvert, sandbox }) => await signInAtOnce(culvert, sandbox))

test('a tunnel goes to a group by a document of the account, and bytes go through it', async ({ culvert, port }) => {
  const { page } = culvert
  await page.getByRole('button', { name: /^New tunnel/ }).click()
  const form = page.getByRole('dialog', { name: 'New tunnel' })
  // Whoever comes to another kind has to speak it first.
  await form.getByRole('button', { name: 'Other TCP' }).click()
  await form.getByRole('textbox', { name: /^Name/ }).fill('echo')
  await form.getByRole('textbox', { name: 'Host' }).fill('echo.harborline.internal')
  await form.getByRole('textbox', { name: 'Port', exact: true }).fill('7')
  await choose(
    page,
    form.getByRole('combobox', { name: 'Account and role', exact: true }),
    /orders-staging.*DatabaseTunnel/,
  )
  await choose(page, form.getByRole('combobox', { name: 'Through' }), 'Private IP')
  await form.getByRole('textbox', { name: 'Private IP or DNS name' }).fill('10.60.10.12')
  await expect(form).toContainText('1 match, 1 online')
  await everyLook(culvert, 'new-tunnel-address', ['en-light', 'ja-light'])
  await choose(page, form.getByRole('combobox', { name: 'Through' }), 'Auto Scaling')
  await form.getByRole('textbox', { name: 'Auto Scaling group' }).fill('bastions-staging')
  await expect(form).toContainText('2 match, 1 online')

  await form.getByRole('button', { name: 'More options' }).click()
  await form.getByRole('button', { name: /^Session document/ }).click()
  const sheet = page.getByRole('dialog', { name: 'Session document of echo' })
  await sheet.getByRole('combobox', { name: 'Session document' }).fill('Harborline-Echo')
  await page.getByRole('option', { name: 'Harborline-EchoPort' }).click()
  await sheet.getByRole('textbox', { name: 'team' }).fill('orders')
  await everyLook(culvert, 'tunnel-document', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
  await sheet.getByRole('button', { name: 'Use' }).click()
  await expect(sheet).toBeHidden()
  await expect(form).toContainText('team=orders')
  await form.getByRole('button', { name: /^Session document/ }).scrollIntoViewIfNeeded()
  await everyLook(culvert, 'new-tunnel-document', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
  await form.getByRole('textbox', { name: 'Local port' }).fill(String(port))
  await page.keyboard.press('Control+Enter')
  await expect(form).toBeHidden()

  await expect(async () => {
    const client = await TestClient.connect(port)
    client.socket.write('by a document')
    expect((await client.bytes(13)).toString()).toBe('by a document')
    client.socket.destroy()
  }).toPass()
  const { tunnels } = await ask(page, 'app.snapshot')
  const document = { name: 'Harborline-EchoPort', parameters: { team: ['orders'] } }
  expect(tunnels).toMatchObject([{ definition: { document, target: { name: 'bastions-staging' } } }])
})
