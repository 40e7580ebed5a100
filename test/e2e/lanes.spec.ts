import { once } from 'node:events'
import { connect } from 'node:net'
import { serveBulk, startDownload } from '../support/bulk-server.ts'
import { violations } from './axe.ts'
import { expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { freePortFrom } from './free-port.ts'
import { allLooks, everyLook } from './screens.ts'
import { tunnelRow } from './window-steps.ts'

test('a dump gets a session of its own, which the route shows', async ({ culvert, sandbox }) => {
  test.setTimeout(120_000)
  const { page } = culvert
  const farEnd = await serveBulk()
  const endpoint = { host: 'echo.harborline.internal', port: 7 }
  await sandbox.fault({ kind: 'endpoint', ...endpoint, leadsTo: { kind: 'tcp', host: '127.0.0.1', port: farEnd.port } })
  await signInAtOnce(culvert, sandbox)
  const localPort = await freePortFrom(15_950)
  await saveTunnel(page, { localPort, name: 'echo', kind: 'tcp', endpoint, engine: 'builtin' })
  const dump = await startDownload(localPort)
  await tunnelRow(page, 'echo').first().click()
  const lanes = page.getByRole('list', { name: 'Sessions' })
  await expect(lanes.getByRole('listitem')).toHaveCount(2, { timeout: 30_000 })
  await expect(page.getByText('Session opened beside a bulk transfer')).toBeVisible()
  const client = connect(localPort, '127.0.0.1')
  client.write('query')
  await once(client, 'data')
  await expect(lanes.getByRole('listitem').first()).toContainText(/Serving.*1 connection/)
  await expect(lanes.getByRole('listitem').last()).toContainText(/Bulk.*1 connection, \d+ KB\/s/)
  await everyLook(culvert, 'lanes', allLooks)
  const connections = page.getByRole('table', { name: 'Connections' })
  const row = (lane: string) => connections.getByRole('row').filter({ hasText: lane })
  await expect(row('Bulk')).toContainText(/(node|electron|MainThread).*pid \d+.*Active/i)
  await expect(row('Bulk')).toContainText(/\d+ KB\/s/)
  await expect(row('Serving')).toContainText('Quiet for')
  await expect(row('Serving')).toContainText(/↓ 5 B.*↑ 5 B/)
  await row('Bulk').focus()
  await page.keyboard.press('ArrowDown')
  await expect(row('Serving')).toBeFocused()
  await connections.scrollIntoViewIfNeeded()
  expect(await violations(page)).toEqual([])
  await everyLook(culvert, 'connections', allLooks)
  dump.close()
  client.destroy()
  await farEnd.close()
})
