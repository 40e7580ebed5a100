import { readPostgres } from '../support/real-clients.ts'
import { until, type AppUnderTest } from '../support/app-under-test.ts'
import { crashPage } from './crash-page.ts'
import { ask, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { tunnelRow } from './window-steps.ts'

const login = { user: 'app_ro', password: 'sandbox', database: 'orders' } as const
/** Long enough to be cut in the middle; the answer comes over the channel that replaced the cut one. */
const slowQuery = 'SELECT COUNT(*) FROM orders, pg_sleep(1.5)'

async function relayPid({ app }: AppUnderTest): Promise<number> {
  const pid = await app.evaluate(
    ({ app: main }) => main.getAppMetrics().find(({ name }) => name === 'Culvert relay')?.pid ?? null,
  )
  if (pid === null) throw new Error('there is no relay')
  return pid
}

test.beforeEach(async ({ culvert, sandbox, port }) => {
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(culvert.page, { localPort: port })
})

for (const [what, fault] of [
  ['the network cuts the channel', { kind: 'drop-session' }],
  ['the service closes it, as it does every hour', { kind: 'drop-session', closeCode: 1_000 }],
] as const) {
  test(`a query in flight gets its answer when ${what}`, async ({ culvert, sandbox, port }) => {
    const rows = readPostgres(port, login, slowQuery)
    const [session] = await until(async () => {
      const { active } = (await sandbox.state()).sessions
      return active.length > 0 ? active : null
    }, 'a session')
    await expect(tunnelRow(culvert.page, 'orders-db')).toContainText('1 connection')
    await sandbox.fault(fault)
    expect(await rows).toEqual([['240']])
    expect((await sandbox.state()).sessions.active.map(({ sessionId }) => sessionId)).toEqual([session?.sessionId])
  })
}

test('a session that cannot be resumed is followed by another for the next client', async ({ sandbox, port }) => {
  expect(await readPostgres(port, login, 'SELECT 1')).toEqual([['1']])
  await sandbox.fault({ kind: 'resume-without-token' }, { kind: 'drop-session' })
  const rows = await until(async () => await readPostgres(port, login, 'SELECT 2').catch(() => null), 'the next client')
  expect(rows).toEqual([['2']])
  // The one that could not be resumed is terminated, for it might live on where nobody sees it.
  await expect.poll(async () => (await sandbox.state()).sessions.active.length).toBe(1)
})

test('after sleep nothing is green until it was checked, and the client needs no setting', async ({
  culvert,
  port,
}) => {
  expect(await readPostgres(port, login, 'SELECT 1')).toEqual([['1']])
  await expect(tunnelRow(culvert.page, 'orders-db')).toContainText('Ready')
  await culvert.app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))
  await expect(tunnelRow(culvert.page, 'orders-db')).not.toContainText('Ready')
  await culvert.app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'))
  await expect(tunnelRow(culvert.page, 'orders-db')).toContainText('Ready')
  expect(await readPostgres(port, login, 'SELECT 2')).toEqual([['2']])
})

test('a relay that hangs is replaced, and the port carries again', async ({ culvert, sandbox, port }) => {
  expect(await readPostgres(port, login, 'SELECT 1')).toEqual([['1']])
  const hung = await relayPid(culvert)
  process.kill(hung, 'SIGSTOP')
  await expect.poll(async () => await relayPid(culvert).catch(() => hung), { timeout: 15_000 }).not.toBe(hung)
  const rows = await until(async () => await readPostgres(port, login, 'SELECT 2').catch(() => null), 'the next client')
  expect(rows).toEqual([['2']])
  await expect.poll(async () => (await sandbox.state()).sessions.active.length).toBe(1)
})

test('a relay that hangs does not outlive the app, nor keep its port', async ({ culvert, port }) => {
  expect(await readPostgres(port, login, 'SELECT 1')).toEqual([['1']])
  const hung = await relayPid(culvert)
  process.kill(hung, 'SIGSTOP')
  await culvert.quit()
  expect(() => process.kill(hung, 0)).toThrow()
})

test('stopping closes the port and ends the session on the service', async ({ culvert, sandbox, port }) => {
  expect(await readPostgres(port, login, 'SELECT 1')).toEqual([['1']])
  await tunnelRow(culvert.page, 'orders-db').getByRole('switch').click()
  await expect(tunnelRow(culvert.page, 'orders-db')).toContainText('Stopped')
  await expect(readPostgres(port, login, 'SELECT 2')).rejects.toThrow()
  expect((await sandbox.state()).sessions.active).toEqual([])
  const { tunnels } = await ask(culvert.page, 'app.snapshot')
  expect(tunnels[0]?.armed).toBe(false)
})

test('a page that crashes comes back, and the tunnel never noticed', async ({ culvert, port }) => {
  expect(await readPostgres(port, login, 'SELECT 1')).toEqual([['1']])
  const crashed = crashPage(culvert)
  expect(await readPostgres(port, login, 'SELECT 2')).toEqual([['2']])
  await crashed
  const revived = culvert.app.evaluate(async ({ BrowserWindow }) => {
    const [contents] = BrowserWindow.getAllWindows().map(({ webContents }) => webContents)
    if (contents === undefined) throw new Error('there is no window')
    const hasRow = `new Promise((resolve) => {
      const look = () => (document.body.innerText.includes('orders-db') ? resolve(true) : requestAnimationFrame(look))
      look()
    })`
    return (await contents.executeJavaScript(hasRow)) as boolean
  })
  expect(await revived).toBe(true)
})
