import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { freePortFrom } from './free-port.ts'
import { allLooks, everyLook } from './screens.ts'
import { tunnelRow } from './window-steps.ts'

test('a session is replaced before its credentials end, under a connection that stays', async ({
  culvert,
  sandbox,
}) => {
  test.setTimeout(180_000)
  const { page } = culvert
  await sandbox.fault({ kind: 'lifetimes', credentialSeconds: 30 })
  await signInAtOnce(culvert, sandbox)
  const localPort = await freePortFrom(15_900)
  const endpoint = { host: 'echo.harborline.internal', port: 7 }
  await saveTunnel(page, { localPort, name: 'echo', kind: 'tcp', endpoint, engine: 'builtin' })
  const client = connect(localPort, '127.0.0.1')
  const echoes = async (text: string): Promise<void> => {
    client.write(text)
    const [bytes] = await once(client, 'data')
    expect(String(bytes)).toBe(text)
  }
  await echoes('before')
  await tunnelRow(page, 'echo').first().click()
  const route = page.getByRole('list', { name: /route/i })
  await expect(route).toContainText(/replaced at \d\d:\d\d/)
  await sandbox.fault({ kind: 'lifetimes', credentialSeconds: 3_600 })
  const line = page.getByText('New session serves, connections stay')
  await expect(line).toBeVisible({ timeout: 60_000 })
  await expect(route).toContainText('Takes no new connection, closes with its last one')
  await echoes('after')
  await everyLook(culvert, 'rotation', allLooks)
  client.destroy()
  await expect(route).not.toContainText('Takes no new connection')
})
