import type { AppUnderTest } from '../support/app-under-test.ts'
import { programOnPath, runClient } from '../support/real-clients.ts'
import { ask, databaseTunnel, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { takePicture } from './screens.ts'

/** Put on the main process: the desktop is the one thing that is replaced. */
interface NoticeGlobals {
  notices: { readonly title: string; readonly body: string; click(): void }[]
}

/** Collects notifications instead of showing them; the user looks at something else. */
async function collectNotices({ app }: AppUnderTest): Promise<void> {
  await app.evaluate(({ BrowserWindow, Notification }) => {
    const globals = globalThis as unknown as NoticeGlobals
    globals.notices = []
    Notification.isSupported = () => true
    Notification.prototype.show = function () {
      const { title, body } = this
      globals.notices.push({ title, body, click: () => void this.emit('click') })
    }
    BrowserWindow.prototype.isFocused = () => false
  })
}

const noticesOf = async ({ app }: AppUnderTest): Promise<readonly { title: string; body: string }[]> =>
  await app.evaluate(() => (globalThis as unknown as NoticeGlobals).notices.map(({ title, body }) => ({ title, body })))

/** What psql says on standard error when it cannot connect. */
async function complaintOf(psql: string, port: number, sslmode: string): Promise<string> {
  const where = `host=127.0.0.1 port=${port} user=app_ro dbname=orders sslmode=${sslmode}`
  return await runClient(psql, ['-X', '-w', '-c', 'SELECT 1', where]).then(
    () => 'connected',
    (error: Error) => error.message,
  )
}

test("psql's own error text says why, the window says that it does, and a storm is one notification", async ({
  culvert,
  sandbox,
  port,
}, info) => {
  const { page } = culvert
  const psql = programOnPath('psql')
  if (psql === null) return info.skip(true, 'psql is not installed')
  await collectNotices(culvert)
  await signInAtOnce(culvert, sandbox)
  const readOnly = { ...databaseTunnel, roleName: 'ReadOnly' }
  await saveTunnel(page, { localPort: port, profile: readOnly, engine: 'builtin' })

  const complaints = await Promise.all(['prefer', 'prefer', 'disable'].map((mode) => complaintOf(psql, port, mode)))
  for (const complaint of complaints) {
    expect(complaint).toContain(`port ${port} failed: FATAL:  Culvert: orders-db failed at the session: `)
    expect(complaint).toContain('DETAIL:  Nothing reached the database. The port keeps listening.')
    expect(complaint).toContain('HINT:  Open Culvert and copy the request for an administrator.')
  }
  const told = /FATAL: {2}(Culvert: .*)/.exec(complaints[0] ?? '')?.[1] ?? ''

  const notices = await noticesOf(culvert)
  expect(notices).toEqual([{ title: 'orders-db cannot open', body: expect.stringMatching(/may not start sessions/) }])
  await culvert.app.evaluate(() => (globalThis as unknown as NoticeGlobals).notices[0]?.click())
  const panel = page.getByRole('complementary').filter({ has: page.getByRole('heading', { name: 'orders-db' }) })
  await panel.getByRole('button', { name: 'See why' }).click()
  const section = page.getByRole('region', { name: 'What clients were told' })
  await expect(section).toContainText(`${told}. Open Culvert and copy the request for an administrator.`)
  await takePicture(page, 'client-told')

  expect(await complaintOf(psql, port, 'require')).toContain('server does not support SSL, but SSL was required')
  await expect(section).toContainText('could not be told why')
  await takePicture(page, 'client-not-told')
  const { tunnels } = await ask(page, 'app.snapshot')
  expect(tunnels[0]?.timeline.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['clients-told', 'clients-closed']),
  )
  expect((await sandbox.state()).sessions.active).toEqual([])
  expect(await noticesOf(culvert)).toHaveLength(1)
})
