import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { until } from '../support/app-under-test.ts'
import { ask, expect, test } from './fixtures.ts'

/** What the program wrote before tunnels were parted into definition and preference. */
const written = join(import.meta.dirname, '..', 'fixtures', 'v1')

async function listens(port: number): Promise<true | null> {
  return await new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(null))
  })
}

test('the files of version 1 show the tunnels, open the ports and keep the choices of before', async ({
  folder,
  launchAgain,
}) => {
  const profile = join(folder, 'profile')
  await mkdir(profile)
  for (const name of await readdir(written)) await copyFile(join(written, name), join(profile, name))
  const { page, quit } = await launchAgain()
  // The window is in Japanese, as was chosen.
  const rowOf = (name: string) =>
    page.getByRole('grid', { name: 'トンネル' }).getByRole('row').filter({ hasText: name })

  for (const name of ['orders-db', 'billing-mysql', 'session-cache', 'catalog-search', '在庫'])
    await expect(rowOf(name)).toBeVisible()
  await expect(rowOf('billing-mysql')).toContainText('停止')
  for (const port of [21_432, 26_379, 28_022]) await until(async () => await listens(port), `port ${port}`)
  expect([await listens(23_306), await listens(29_200)]).toEqual([null, null])

  const { tunnels, notices, settings, signIns } = await ask(page, 'app.snapshot')
  expect(notices).toEqual([])
  expect(settings).toMatchObject({ theme: 'dark', signInMethod: 'device-code', clientWaitSeconds: 120 })
  // The sign-in of the sandbox has the name that the old file knew; its start URL is the definition's from here on.
  expect(tunnels[0]).toMatchObject({
    definition: { account: { startUrl: signIns[0]?.session.startUrl } },
    preference: { localPort: 21_432, profile: { type: 'sso', session: 'harborline' } },
    armed: true,
  })
  await quit()
  expect(JSON.parse(await readFile(join(profile, 'tunnels.json'), 'utf8'))).toMatchObject({ version: 2 })
  expect(await readFile(join(profile, 'tunnels.v1.json'), 'utf8')).toBe(
    await readFile(join(written, 'tunnels.json'), 'utf8'),
  )
})
