import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CallInput } from '#contract/calls.ts'
import { until } from '../support/app-under-test.ts'
import { findOfficialPlugin } from '../support/official-plugin.ts'
import { closeWindow } from './close-window.ts'
import { crashPage } from './crash-page.ts'
import { ask, databaseTunnel, expect, signInAtOnce, test } from './fixtures.ts'
import { attachInPage, openByHand, shownInPage, typeInPage, untilShellIs, untilShown } from './page-shell.ts'

const bastion: CallInput<'shell.open'> = {
  profile: databaseTunnel,
  region: 'ap-northeast-1',
  target: { on: 'node', id: 'i-0ab3f29c81d7e4402' },
  program: { run: 'shell' },
  name: 'bastion-a',
  environment: 'production',
  size: { columns: 120, rows: 40 },
}

test.beforeEach(async ({ culvert, sandbox }) => {
  await sandbox.fault({ kind: 'agent', behaviour: { firstOutputMs: 0 } })
  await signInAtOnce(culvert, sandbox)
})

for (const engine of ['builtin', 'plugin'] as const) {
  test(`a shell over the ${engine} engine is typed in and read on the page`, async ({ culvert, sandbox }, info) => {
    if (engine === 'plugin' && (await findOfficialPlugin()) === null)
      info.skip(true, 'session-manager-plugin is not installed')
    const { page } = culvert
    const { id } = await openByHand(page, { ...bastion, engine })
    expect(await untilShellIs(page, id, 'open')).toMatchObject({ by: { engine } })
    await attachInPage(page, id)
    await untilShown(page, id, /\$ $/)
    await typeInPage(page, id, 'echo "sum=$((40 + 2)) size=$(stty size)"\r')
    await untilShown(page, id, /sum=42 size=40 120\r\n/)
    await typeInPage(page, id, 'exit\r')
    expect(await untilShellIs(page, id, 'ended')).toMatchObject({ how: 'left', problem: null })
    expect((await shownInPage(page, id)).hasEnded).toBe(true)
    expect((await sandbox.state()).sessions.active).toEqual([])
  })
}

test('a page that is loaded again finds its shell, with what was printed last', async ({ culvert, sandbox }) => {
  const { page, app } = culvert
  const { id } = await openByHand(page, { ...bastion, engine: 'builtin' })
  await untilShellIs(page, id, 'open')
  await attachInPage(page, id)
  await typeInPage(page, id, 'echo "sum=$((40 + 2))"; sleep 0.2; echo still "$((1 + 1))"\r')
  await untilShown(page, id, /sum=42/)
  // Main hears of it sooner than the tests, which would ask the page that is going.
  const loaded = page.waitForEvent('load')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload())
  await loaded
  await attachInPage(page, id)
  await typeInPage(page, id, 'echo "back=$((3 * 7))"\r')
  await untilShown(page, id, /back=21/)
  const { before, text } = await shownInPage(page, id)
  expect(before).toContain('sum=42')
  expect(`${before}${text}`).toContain('still 2')
  await ask(page, 'shell.close', { id })
  await until(
    async () => ((await sandbox.state()).sessions.active.length === 0 ? true : null),
    'its end at the service',
  )
  expect((await ask(page, 'app.snapshot')).shells).toEqual([])
})

test('a page reaches no shell that is not its own, and no session by its id', async ({ culvert }) => {
  const unknown = '3f1e9f0e-6c0b-4c0a-9d59-0a4b8c1d2e3f'
  await expect(ask(culvert.page, 'shell.attach', { id: unknown, attachment: 1 })).rejects.toThrow('SHELL_UNKNOWN')
})

test('a page that crashes leaves its shell running, and sees the end of what it missed', async ({
  culvert,
  folder,
}) => {
  const { page, app } = culvert
  const { id } = await openByHand(page, { ...bastion, engine: 'builtin' })
  await untilShellIs(page, id, 'open')
  await attachInPage(page, id, 'nothing')
  await untilShown(page, id, /\$ $/)
  const done = join(folder, 'done')
  await typeInPage(page, id, `yes 0123456789 | head -c 3000000; touch ${done}; echo "sum=$((40 + 2))"\r`)
  await untilShown(page, id, /0123456789\r\n/)
  await crashPage(culvert)
  const shown = app.evaluate(async ({ BrowserWindow }, shell) => {
    const [contents] = BrowserWindow.getAllWindows().map(({ webContents }) => webContents)
    if (contents === undefined) throw new Error('there is no window')
    // The far end needs no page to go on; the next one sees the end of it, now or as it comes.
    const seen = `new Promise((resolve) => {
      let text = ''
      window.addEventListener('message', ({ ports: [port] }) => {
        port.onmessage = ({ data }) => {
          if (data.type === 'output') port.postMessage({ type: 'drawn', bytes: data.bytes.length })
          if (data.bytes !== undefined) text += new TextDecoder().decode(data.bytes)
          if (text.includes('sum=42')) resolve(text)
        }
      })
      void culvert.call('shell.attach', { id: '${shell}', attachment: 1 })
    })`
    return (await contents.executeJavaScript(seen)) as string
  }, id)
  await expect.poll(() => existsSync(done), { timeout: 15_000 }).toBe(true)
  expect(await shown).toContain('sum=42')
})

test('a shell is lost with the relay, and is opened again in its place', async ({ culvert, sandbox }) => {
  const { page, app } = culvert
  const { id } = await openByHand(page, { ...bastion, engine: 'builtin' })
  await untilShellIs(page, id, 'open')
  await attachInPage(page, id)
  await untilShown(page, id, /\$ $/)
  await app.evaluate(({ app: main }) => {
    const relay = main.getAppMetrics().find(({ name }) => name === 'Culvert relay')
    if (relay !== undefined) process.kill(relay.pid, 'SIGKILL')
  })
  expect(await untilShellIs(page, id, 'ended')).toMatchObject({ how: 'lost', problem: { code: 'RELAY_STOPPED' } })
  await until(async () => ((await shownInPage(page, id)).hasEnded ? true : null), 'the end of the stream')
  await until(
    async () => ((await sandbox.state()).sessions.active.length === 0 ? true : null),
    'its end at the service',
  )
  const size = { columns: 80, rows: 24 }
  await until(async () => {
    await ask(page, 'shell.again', { id, size })
    const [shell] = (await ask(page, 'app.snapshot')).shells
    return shell?.status.kind === 'open' ? true : null
  }, 'the shell, once there is a relay')
  await attachInPage(page, id)
  await untilShown(page, id, /\$ $/)
})

test('a window that was closed finds its shells when it is opened again', async ({ culvert }) => {
  const { id } = await openByHand(culvert.page, { ...bastion, engine: 'builtin' })
  await untilShellIs(culvert.page, id, 'open')
  await attachInPage(culvert.page, id)
  await typeInPage(culvert.page, id, 'echo "sum=$((40 + 2))"\r')
  await untilShown(culvert.page, id, /sum=42/)
  await closeWindow(culvert)
  const [page] = await Promise.all([culvert.app.waitForEvent('window'), culvert.clickTray('Open Culvert')])
  await attachInPage(page, id)
  await typeInPage(page, id, 'echo "back=$((3 * 7))"\r')
  await untilShown(page, id, /back=21/)
  expect((await shownInPage(page, id)).before).toContain('sum=42')
})
