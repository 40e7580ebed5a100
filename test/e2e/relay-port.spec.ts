import { TestClient } from '../support/tcp.ts'
import { ask, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { everyLook } from './screens.ts'

test.beforeEach(async ({ culvert, sandbox }) => await signInAtOnce(culvert, sandbox))

test('a tunnel goes on by a relay on the bastion where other hosts are closed', async ({ culvert, sandbox, port }) => {
  const { page } = culvert
  const remote = 'arn:aws:ssm:*::document/AWS-StartPortForwardingSessionToRemoteHost'
  await sandbox.fault({
    kind: 'policy',
    of: 'service-control',
    statements: [
      { effect: 'Allow', actions: ['*'] },
      { effect: 'Deny', actions: ['ssm:StartSession'], resources: [remote] },
    ],
  })
  await saveTunnel(page, { localPort: port, kind: 'tcp' })
  const refused = await TestClient.connect(port)
  const row = page.getByRole('row', { name: /orders-db/ })
  await expect(row).toContainText('Access denied')
  refused.socket.destroy()
  await row.click()
  const panel = page.getByRole('complementary', { name: 'Tunnel detail' })
  await expect(panel).toContainText('the port of a relay on the bastion')
  await everyLook(culvert, 'relay-denied', ['en-light', 'ja-dark'])

  await panel.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: /^Edit/ }).click()
  const form = page.getByRole('dialog', { name: /^Edit/ })
  const field = form.getByRole('textbox', { name: /^Relay port on the bastion/ })
  await field.fill('70000')
  await expect(form).toContainText('A number from 1 to 65535.')
  // What listens on port 7 of each node answers with what it is told.
  await field.fill('7')
  await expect(form).toContainText('socat TCP-LISTEN:7,bind=127.0.0.1,fork,reuseaddr TCP:orders-db')
  await form.getByRole('textbox', { name: /^Reason/ }).scrollIntoViewIfNeeded()
  await everyLook(culvert, 'relay-form', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
  await form.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(form).toBeHidden()

  await expect(async () => {
    const client = await TestClient.connect(port)
    client.socket.write('passed on')
    expect((await client.bytes(9)).toString()).toBe('passed on')
    client.socket.destroy()
  }).toPass()
  await expect(panel).toContainText('by relay port 7 of the bastion')
  await everyLook(culvert, 'relay-route', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
  const { tunnels } = await ask(page, 'app.snapshot')
  expect(tunnels).toMatchObject([{ definition: { relayPort: 7, endpoint: { port: 5_432 } } }])
})
