import { programOnPath, runClient } from '../support/real-clients.ts'
import { ask, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { everyLook } from './screens.ts'
import { tunnelRow } from './window-steps.ts'

const first = 'i-0ab3f29c81d7e4402'
const other = 'i-0c7e41d8b5a90f236'

test('a bastion that cannot reach the database: one click leads through another one that matches', async ({
  culvert,
  sandbox,
  port,
}) => {
  test.skip(programOnPath('psql') === null, 'psql is not installed')
  const { page } = culvert
  await sandbox.fault({ kind: 'node', target: other, connection: 'online' })
  await sandbox.fault({ kind: 'agent', target: first, behaviour: { dialTarget: { kind: 'refused' } } })
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, { localPort: port, engine: 'builtin' })
  const where = `host=127.0.0.1 port=${port} user=app_ro dbname=orders`
  const query = async (): Promise<string> =>
    await runClient('psql', ['-XtA', '-c', 'SELECT 7 * 6', where], { PGPASSWORD: 'sandbox' })
  await expect(query()).rejects.toThrow('Culvert: orders-db failed at the database')

  const row = tunnelRow(page, 'orders-db')
  await row.click()
  await everyLook(culvert, 'another-match-panel', ['en-light', 'ja-dark', 'en-light-small'])
  await page.getByRole('complementary').getByRole('button', { name: 'See why' }).click()
  await everyLook(culvert, 'another-match', ['en-light', 'en-dark', 'ja-light', 'ja-light-small', 'en-light-small'])
  await page.getByRole('button', { name: 'Use another match' }).click()
  await expect
    .poll(async () => (await sandbox.state()).sessions.active.map(({ targetId }) => targetId))
    .toEqual([other])
  expect(await query()).toContain('42')
  const { tunnels } = await ask(page, 'app.snapshot')
  expect(tunnels[0]).toMatchObject({ status: { kind: 'ready' } })
  await everyLook(culvert, 'another-match-taken', ['en-light'])
})
