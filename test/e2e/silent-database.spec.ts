import { programOnPath, runClient } from '../support/real-clients.ts'
import { ask, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { everyLook } from './screens.ts'
import { tunnelRow } from './window-steps.ts'

/** An address that swallows every packet, as a closed security group does. */
const firewalled = { host: 'firewalled-db.harborline.internal', port: 5_432 }

test('a database behind a closed security group is never green, and fails with what to do', async ({
  culvert,
  sandbox,
  port,
}) => {
  test.skip(programOnPath('psql') === null, 'psql is not installed')
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  const id = await saveTunnel(page, { localPort: port, endpoint: firewalled })
  const row = tunnelRow(page, 'orders-db')
  await row.click()

  await ask(page, 'tunnel.connect', { id })
  await expect(row).toContainText('Session open')
  await everyLook(culvert, 'session-open')

  const where = `host=127.0.0.1 port=${port} user=app_ro dbname=orders connect_timeout=16`
  const psql = runClient('psql', ['-X', '-c', 'SELECT 1', where])
  const gaveUp = expect(psql).rejects.toThrow('timeout expired')
  const patient = runClient('psql', ['-X', '-w', '-c', 'SELECT 1', where.replace(' connect_timeout=16', '')])
  const isTold = expect(patient).rejects.toThrow(
    /FATAL: {2}Culvert: orders-db failed at the database: the database does not answer on port 5432/,
  )
  await expect(row).toContainText('Waiting for the database')
  await expect(row).toContainText('No answer yet', { timeout: 12_000 })
  await everyLook(culvert, 'no-answer-yet')

  await gaveUp
  await expect(row).toContainText('Failed')
  await expect(page.getByText('The database does not answer on port 5432').first()).toBeVisible()
  await isTold
  await expect(page.getByText('Clients were told why')).toBeVisible()
  await everyLook(culvert, 'database-silent', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
})
