import { once } from 'node:events'
import { connect } from 'node:tls'
import { expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { everyLook } from './screens.ts'
import { tunnelRow } from './window-steps.ts'

/** Begins with TLS, as libpq does with `sslnegotiation=direct`, for a name of the hosts file. */
async function askByName(port: number): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port, servername: 'db.local.test', ALPNProtocols: ['postgresql'] })
  await once(socket, 'error').catch(() => {})
}

test('a client that asks for a name of the hosts file is told what to set, and is let through once it is set', async ({
  culvert,
  sandbox,
  port,
}) => {
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, { localPort: port, engine: 'builtin' })
  await askByName(port)
  await expect(page.getByText('A client that asked for db.local.test tried to use localhost')).toBeVisible()
  await everyLook(culvert, 'local-name-refused', ['en-light', 'ja-light', 'en-light-small'])
  expect((await sandbox.state()).calls.filter(({ action }) => action === 'StartSession')).toEqual([])

  await tunnelRow(page, 'orders-db').press('Control+E')
  const sheet = page.getByRole('dialog')
  const names = sheet.getByRole('textbox', { name: /^Other names of this computer/ })
  await names.fill('db.local.test:5432')
  await names.press('Tab')
  await expect(sheet.getByText('Like db.local.test, without a port.')).toBeVisible()
  await names.fill('DB.local.test')
  await names.scrollIntoViewIfNeeded()
  await everyLook(culvert, 'local-names', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
  await sheet.getByRole('button', { name: 'Save' }).click()
  await expect(sheet).toHaveCount(0)
  await askByName(port)
  await expect
    .poll(async () => (await sandbox.state()).calls.filter(({ action }) => action === 'StartSession'))
    .toHaveLength(1)
})
