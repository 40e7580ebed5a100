import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { freePortFrom } from './free-port.ts'
import { allLooks, everyLook } from './screens.ts'
import { tunnelRow } from './window-steps.ts'

test('an agent that falls silent is told, and who comes is carried by another session', async ({
  culvert,
  sandbox,
}) => {
  test.setTimeout(180_000)
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  const localPort = await freePortFrom(15_920)
  const endpoint = { host: 'echo.harborline.internal', port: 7 }
  await saveTunnel(page, { localPort, name: 'echo', kind: 'tcp', endpoint, engine: 'builtin' })
  const echoes = async (client: ReturnType<typeof connect>, text: string): Promise<void> => {
    client.write(text)
    const [bytes] = await once(client, 'data')
    expect(String(bytes)).toBe(text)
  }
  const first = connect(localPort, '127.0.0.1')
  await echoes(first, 'before')
  await tunnelRow(page, 'echo').first().click()
  const route = page.getByRole('list', { name: /route/i })
  await sandbox.fault({ kind: 'publication', change: 'mute' })
  await expect(route).toContainText('Agent silent', { timeout: 20_000 })
  await expect(tunnelRow(page, 'echo').first()).toContainText('The agent is silent')
  await everyLook(culvert, 'silent-agent', allLooks)

  const second = connect(localPort, '127.0.0.1')
  await echoes(second, 'over another session')
  await expect(route).toContainText('Takes no new connection, closes with its last one')
  expect(first.destroyed).toBe(false)
  for (const client of [first, second]) client.destroy()
})
