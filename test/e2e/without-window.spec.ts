import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PluginState } from '#contract/snapshot.ts'
import { until, type AppUnderTest } from '../support/app-under-test.ts'
import { leftOvers } from '../support/left-overs.ts'
import { readPostgres } from '../support/real-clients.ts'
import { closeWindow } from './close-window.ts'
import { ask, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { openShell, run, shellStates, untilPrompt } from './shell-steps.ts'
import { answerFileDialog } from './window-steps.ts'

const login = { user: 'app_ro', password: 'sandbox', database: 'orders' } as const

test('with the window closed the tray arms, a client connects, the tray shows it and quits', async ({
  culvert,
  sandbox,
  port,
}) => {
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(culvert.page, { localPort: port, switch: 'off' })
  await closeWindow(culvert)

  await trayShows(culvert, `orders-db :${port} · stopped`)
  await culvert.clickTray('orders-db', 'Start listening')
  await trayShows(culvert, `orders-db :${port} · armed`)
  expect(await readPostgres(port, login, 'SELECT COUNT(*) FROM orders')).toEqual([['240']])
  await trayShows(culvert, `orders-db :${port} · ready`)
  expect((await sandbox.state()).sessions.active).toHaveLength(1)

  const processes = await culvert.processIds()
  const gone = new Promise((resolve) => culvert.app.process().once('exit', resolve))
  await culvert.clickTray('Quit Culvert').catch(() => {})
  await gone
  expect((await sandbox.state()).sessions.active).toEqual([])
  expect(await leftOvers({ processes, ports: [port] })).toEqual({ processes: [], ports: [] })
})

test('a tunnel that was armed listens again after a restart', async ({ culvert, sandbox, launchAgain, port }) => {
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(culvert.page, { localPort: port })
  await trayShows(culvert, `orders-db :${port} · armed`)
  await culvert.quit()
  const again = await launchAgain()
  await trayShows(again, `orders-db :${port} · armed`)
  expect(await readPostgres(port, login, 'SELECT 1')).toEqual([['1']])
})

test('a relay that dies comes back with its ports; nobody signs in or saves anything again', async ({
  culvert,
  sandbox,
  port,
}) => {
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(culvert.page, { localPort: port })
  expect(await readPostgres(port, login, 'SELECT 1')).toEqual([['1']])
  const relay = await culvert.app.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Culvert relay')?.pid,
  )
  if (relay === undefined) throw new Error('no relay runs')
  process.kill(relay, 'SIGKILL')
  const rows = await until(
    async () => await readPostgres(port, login, 'SELECT COUNT(*) FROM orders').catch(() => null),
    'the port to carry a client again',
  )
  expect(rows).toEqual([['240']])
  expect(await culvert.openedPages()).toHaveLength(1)
  await ask(culvert.page, 'app.snapshot')
})

test('the official plugin carries the same client, where it is installed', async ({ culvert, sandbox, port }, info) => {
  await signInAtOnce(culvert, sandbox)
  if ((await pluginOf(culvert)).state !== 'unchecked') info.skip(true, 'session-manager-plugin is not installed')
  await saveTunnel(culvert.page, { localPort: port, engine: 'plugin' })
  expect(await readPostgres(port, login, 'SELECT COUNT(*) FROM orders')).toEqual([['240']])
  const { tunnels } = await ask(culvert.page, 'app.snapshot')
  expect(tunnels[0]?.route.find(({ kind }) => kind === 'session')?.facts).toMatchObject({
    engine: 'plugin',
    engineVersion: expect.stringMatching(/^\d+\.\d+/),
  })
  const plugins = await pluginsOf(await culvert.processIds())
  expect(plugins).toHaveLength(1)
  await culvert.quit()
  expect((await sandbox.state()).sessions.active).toEqual([])
  expect(await leftOvers({ processes: plugins, ports: [port] })).toEqual({ processes: [], ports: [] })
})

test('a wrong plugin path refuses the client by name, and the tunnel works again without it', async ({
  culvert,
  sandbox,
  port,
  folder,
}) => {
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  const pluginPath = join(folder, 'session-manager-plugin')
  await writeFile(pluginPath, 'not a plugin')
  await answerFileDialog(culvert, pluginPath)
  await ask(page, 'plugin.choose')
  await saveTunnel(page, { localPort: port, engine: 'plugin' })
  await expect(readPostgres(port, login, 'SELECT 1')).rejects.toThrow()
  const failed = (await ask(page, 'app.snapshot')).tunnels[0]?.status
  expect(failed).toMatchObject({
    kind: 'failed',
    problem: { code: 'ENGINE_UNUSABLE', details: { path: pluginPath, reason: 'not-executable' } },
  })
  expect((await sandbox.state()).calls.map(({ action }) => action)).not.toContain('StartSession')
  await ask(page, 'plugin.forget')
  if ((await pluginOf(culvert)).state !== 'unchecked') return
  expect(await readPostgres(port, login, 'SELECT 1')).toEqual([['1']])
})

test('the tray opens a shell on what was opened last, and its window with it', async ({ culvert, sandbox, port }) => {
  await sandbox.fault({ kind: 'agent', behaviour: { firstOutputMs: 0 } })
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(culvert.page, { localPort: port, switch: 'off' })
  await openShell(culvert.page)
  for (const { id } of (await ask(culvert.page, 'app.snapshot')).shells) await ask(culvert.page, 'shell.close', { id })
  await trayShows(culvert, 'Open shell › bastion-a · orders-prod')
  await closeWindow(culvert)
  const [page] = await Promise.all([
    culvert.app.waitForEvent('window'),
    culvert.clickTray('Open shell', 'bastion-a · orders-prod'),
  ])
  await expect(page.getByRole('tab', { name: 'bastion-a' }).last()).toBeVisible()
  await expect.poll(() => shellStates(page)).toEqual(['open'])
  await untilPrompt(page)
  await run(page, 'echo "tray=$((6 * 7))"', 'tray=42')
})

/** What the app knows of the plugin, once it has looked. */
async function pluginOf({ page }: AppUnderTest): Promise<PluginState> {
  return await until(async () => {
    const { plugin } = (await ask(page, 'app.snapshot')).app
    return plugin.state === 'looking' ? null : plugin
  }, 'a look for the plugin')
}

/** Process ids of the plugins that these processes started (Linux). */
async function pluginsOf(parents: readonly number[]): Promise<readonly number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(ids.map((id) => readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')))
  return ids.map(Number).filter((_id, index) => {
    const [, name = '', parent = ''] = /\((.*)\) \S+ (\d+)/.exec(stats[index] ?? '') ?? []
    return name.startsWith('session-manager') && parents.includes(Number(parent))
  })
}

async function trayShows(culvert: { trayLabels(): Promise<readonly string[]> }, label: string): Promise<void> {
  await until(async () => ((await culvert.trayLabels()).includes(label) ? true : null), `"${label}" in the tray`)
}
