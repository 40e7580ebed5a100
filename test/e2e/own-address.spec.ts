import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { everyLook } from './screens.ts'
import { tunnelRow } from './window-steps.ts'

/** Whether somebody listens there. */
async function answers(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port })
  const answer = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'close').then(() => false),
  ]).catch(() => false)
  socket.destroy()
  return answer
}

test('two tunnels have one port, each at its own address', async ({ culvert, sandbox, port }) => {
  test.skip(process.platform === 'darwin', 'a Mac has 127.0.0.1 alone')
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, { localPort: port })
  await saveTunnel(page, { name: 'reports-db', localPort: port, localAddress: '127.0.0.2', switch: 'off' })
  expect(await answers('127.0.0.2', port)).toBe(false)
  const row = tunnelRow(page, 'reports-db')
  await row.getByRole('switch').click()
  await expect.poll(() => answers('127.0.0.2', port)).toBe(true)
  expect(await answers('127.0.0.1', port)).toBe(true)
  await expect(row).toContainText(`127.0.0.2:${port}`)
  await row.click()
  await everyLook(culvert, 'own-address', ['en-light', 'ja-dark', 'en-light-small'])

  await row.press('Control+E')
  const sheet = page.getByRole('dialog')
  const address = sheet.getByRole('textbox', { name: /^Loopback address of its own/ })
  await expect(address).toHaveValue('127.0.0.2')
  await address.scrollIntoViewIfNeeded()
  await everyLook(culvert, 'own-address-form', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
  await address.fill('127.0.0.3')
  await expect(sheet.getByText(`127.0.0.3:${port}`)).toBeVisible()
  await sheet.getByRole('button', { name: 'Save' }).click()
  await expect(sheet).toHaveCount(0)
  await expect.poll(() => answers('127.0.0.3', port)).toBe(true)
  expect(await answers('127.0.0.2', port)).toBe(false)
})
