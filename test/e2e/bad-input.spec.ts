import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { launchApp, until } from '../support/app-under-test.ts'
import { firstWordsOf } from '../support/first-words.ts'
import { decide } from '../support/person.ts'
import { TestClient } from '../support/tcp.ts'
import { readPostgres } from '../support/real-clients.ts'
import { closeWindow } from './close-window.ts'
import { ask, databaseTunnel, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { everyLook, takePicture } from './screens.ts'
import { askForAddress, choose, tunnelRow } from './window-steps.ts'

const login = { user: 'app_ro', password: 'sandbox', database: 'orders' } as const

/** What a client of a failing tunnel gets: the connection is closed, never left hanging. */
async function clientIsTurnedAway(port: number): Promise<void> {
  await expect(readPostgres(port, login, 'SELECT 1')).rejects.toThrow()
}

test.describe('signing in', () => {
  test('with a start URL that leads nowhere', async ({ sandbox, folder }) => {
    const configFile = join(folder, 'config')
    await writeFile(configFile, '')
    const culvert = await launchApp({
      environment: { ...sandbox.environment, AWS_CONFIG_FILE: configFile },
      userData: join(folder, 'profile'),
    })
    const { page } = culvert
    await askForAddress(page)
    await page.getByRole('textbox', { name: 'Start URL' }).fill('https://nobody.awsapps.com/start')
    await choose(page, page.getByRole('combobox', { name: /region/i }), 'ap-northeast-1')
    await page.getByRole('button', { name: 'Continue in browser' }).click()
    await expect(
      page.getByRole('heading', { name: 'This start URL does not lead to IAM Identity Center' }),
    ).toBeVisible()
    expect(await culvert.openedPages()).toEqual([])
    await takePicture(page, 'bad-start-url')
    await culvert.quit()
  })

  test('on a disk that takes no sign-in: it is used, told, and asked for once', async ({ sandbox, folder, port }) => {
    const home = join(folder, 'home')
    await mkdir(join(home, '.aws'), { recursive: true })
    await writeFile(join(home, '.aws', 'sso'), '')
    const environment = { ...sandbox.environment, HOME: home }
    const culvert = await launchApp({ environment, userData: join(folder, 'profile') })
    const { page } = culvert
    await signInAtOnce(culvert, sandbox)
    await expect(page.getByText('The sign-in to harborline is not saved.')).toBeVisible()
    await expect(page.getByText('a file stands where its folder should be; move that away')).toBeVisible()
    await saveTunnel(page, { localPort: port })
    expect(await readPostgres(port, login, 'SELECT COUNT(*) FROM orders')).toEqual([['240']])
    expect(await culvert.openedPages()).toHaveLength(1)
    await everyLook(culvert, 'bad-unsaved-sign-in', ['en-light', 'ja-dark'])
    await culvert.quit()
  })

  test('and consent denied on the page', async ({ culvert }) => {
    const { page } = culvert
    const started = ask(page, 'signIn.start', { session: 'harborline' }).catch((error: Error) => error.message)
    await decide(await culvert.nextOpenedPage(), 'Deny')
    expect(await started).toContain('SIGN_IN_DENIED')
    await expect(page.getByText('The sign-in was refused').first()).toBeVisible()
    await takePicture(page, 'bad-consent-denied')
  })

  test('with a device code that expires', async ({ culvert, sandbox }) => {
    const { page } = culvert
    await sandbox.fault({ kind: 'lifetimes', pollSeconds: 1 })
    const started = ask(page, 'signIn.start', { session: 'harborline', method: 'device-code' }).catch(
      (error: Error) => error.message,
    )
    const code = await until(async () => (await sandbox.state()).signIns.waitingUserCodes[0])
    await expect(page.getByText(code).first()).toBeVisible()
    await takePicture(page, 'sign-in-device-code')
    await sandbox.fault({ kind: 'expire-device-codes' })
    expect(await started).toContain('SIGN_IN_CODE_EXPIRED')
    await expect(page.getByText('The sign-in code expired').first()).toBeVisible()
  })

  test('again after the token was revoked, while the client waits', async ({ culvert, sandbox, port }) => {
    const { page } = culvert
    await signInAtOnce(culvert, sandbox)
    await saveTunnel(page, { localPort: port })
    await sandbox.fault({ kind: 'consent', mode: 'ask' }, { kind: 'revoke-tokens' }, { kind: 'expire-credentials' })
    const rows = readPostgres(port, login, 'SELECT COUNT(*) FROM orders')
    await decide(await culvert.nextOpenedPage(), 'Allow')
    expect(await rows).toEqual([['240']])
    expect(await culvert.openedPages()).toHaveLength(2)
    await expect(tunnelRow(page, 'orders-db')).toContainText('Ready')
  })
})

test.describe('a tunnel that cannot connect says at which hop', () => {
  test.beforeEach(async ({ culvert, sandbox }) => await signInAtOnce(culvert, sandbox))

  test('target: an instance that does not exist', async ({ culvert: { page }, port }) => {
    await saveTunnel(page, { localPort: port, target: { by: 'id', id: 'i-0123456789abcdef0' } })
    await clientIsTurnedAway(port)
    await expect(tunnelRow(page, 'orders-db')).toContainText('Failed')
    await tunnelRow(page, 'orders-db').click()
    await expect(page.getByText('The bastion does not exist').first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Choose a bastion' }).first()).toBeVisible()
    await takePicture(page, 'bad-unknown-target')
  })

  test('session: a role that nobody assigned', async ({ culvert: { page }, port }) => {
    await saveTunnel(page, { localPort: port, profile: { ...databaseTunnel, roleName: 'Admin' } })
    await clientIsTurnedAway(port)
    await expect(tunnelRow(page, 'orders-db')).toContainText('Role not assigned')
    await tunnelRow(page, 'orders-db').click()
    await expect(page.getByText('The role Admin is not assigned to you in account 482100973316').first()).toBeVisible()
    await takePicture(page, 'bad-role-not-assigned')
  })

  test('target: an agent that is offline', async ({ culvert: { page }, sandbox, port }) => {
    await sandbox.fault({ kind: 'node', target: 'i-0ab3f29c81d7e4402', connection: 'lost' })
    await saveTunnel(page, { localPort: port, target: { by: 'id', id: 'i-0ab3f29c81d7e4402' } })
    // It may come back: the client is kept waiting for the next try.
    const client = await TestClient.connect(port)
    client.socket.write(firstWordsOf('psql-ssl-request'))
    await expect(tunnelRow(page, 'orders-db')).toContainText('Bastion offline')
    await tunnelRow(page, 'orders-db').click()
    await expect(page.getByText('The bastion is not connected to Systems Manager').first()).toBeVisible()
    await takePicture(page, 'failed-bastion-offline')
    expect((await sandbox.state()).sessions.active).toEqual([])
    expect((await ask(page, 'app.snapshot')).tunnels[0]?.clients).toEqual({ open: 0, waiting: 1 })
    client.socket.destroy()
  })

  test('endpoint: a database that refuses the port', async ({ culvert: { page }, port }) => {
    await saveTunnel(page, { localPort: port, endpoint: { host: 'retired-db.harborline.internal', port: 5_432 } })
    await clientIsTurnedAway(port)
    await expect(tunnelRow(page, 'orders-db')).toContainText('Database refused')
    await tunnelRow(page, 'orders-db').click()
    await expect(page.getByText('The database refuses connections on port 5432').first()).toBeVisible()
    await takePicture(page, 'bad-database-refused')
  })

  test('port: one that another program holds', async ({ culvert: { page }, port }) => {
    const holder = await new Promise<Server>((resolve) => {
      const server = createServer().listen(port, '127.0.0.1', () => resolve(server))
    })
    try {
      await saveTunnel(page, { localPort: port })
      await expect(tunnelRow(page, 'orders-db')).toContainText('Port in use')
      await tunnelRow(page, 'orders-db').click()
      await expect(page.getByText(new RegExp(`Port ${port} is used by .*pid ${process.pid}`)).first()).toBeVisible()
      await takePicture(page, 'bad-port-taken')
    } finally {
      await new Promise((resolve) => holder.close(resolve))
    }
    await page.getByRole('button', { name: 'Try again' }).first().click()
    await expect(tunnelRow(page, 'orders-db')).toContainText('Armed')
  })
})

test('a corrupt catalog is kept aside and named, and the app starts', async ({ sandbox, folder }) => {
  const profile = join(folder, 'profile')
  await mkdir(profile, { recursive: true })
  const damaged = '{"version":1,"tunnels":[{"name":"orders'
  await writeFile(join(profile, 'tunnels.json'), damaged)
  const culvert = await launchApp({ environment: sandbox.environment, userData: profile })
  const kept = (await readdir(profile)).find((name) => name.startsWith('tunnels.corrupt'))
  if (kept === undefined) throw new Error('nothing was kept aside')
  expect(await readFile(join(profile, kept), 'utf8')).toBe(damaged)
  await expect(culvert.page.getByText('The saved tunnels could not be read').first()).toBeVisible()
  await expect(culvert.page.getByText(kept).first()).toBeVisible()
  await takePicture(culvert.page, 'bad-catalog')
  await culvert.quit()
})

test('a broken line of the AWS config is named by its number', async ({ sandbox, folder }) => {
  const configFile = join(folder, 'config')
  const good = await readFile(sandbox.environment['AWS_CONFIG_FILE'] ?? '', 'utf8')
  await writeFile(configFile, `${good.trimEnd()}\n[profile unfinished\n`)
  const line = good.trimEnd().split('\n').length + 1
  const culvert = await launchApp({
    environment: { ...sandbox.environment, AWS_CONFIG_FILE: configFile },
    userData: join(folder, 'profile'),
  })
  await signInAtOnce(culvert, sandbox)
  await culvert.page
    .getByRole('button', { name: /^New tunnel/ })
    .first()
    .click()
  await expect(culvert.page.getByText(`Line ${line} of ${configFile}`)).toBeVisible()
  await takePicture(culvert.page, 'bad-profile-line')
  await culvert.quit()
})

test('a second app on the same profile shows the first one and leaves', async ({ culvert, sandbox }) => {
  await closeWindow(culvert)
  const second = await launchSecond(culvert.userData, sandbox.environment)
  expect(second).toBe(0)
  await until(async () => (culvert.app.windows().length === 1 ? true : null), 'the window to come back')
})

async function launchSecond(userData: string, environment: Readonly<Record<string, string>>): Promise<number | null> {
  const { spawn } = await import('node:child_process')
  const { createRequire } = await import('node:module')
  const binary = createRequire(import.meta.url)('electron') as string
  const repository = join(import.meta.dirname, '..', '..')
  const child = spawn(binary, ['--no-sandbox', repository, `--user-data-dir=${userData}`], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  })
  return await new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}
