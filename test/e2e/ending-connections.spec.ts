import { once } from 'node:events'
import { connect } from 'node:net'
import type { Page } from '@playwright/test'
import type { AppUnderTest } from '../support/app-under-test.ts'
import { programOnPath, runClient } from '../support/real-clients.ts'
import { ask, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { everyLook } from './screens.ts'
import { tunnelRow } from './window-steps.ts'

/** A query that runs for as long as the test does not end it. */
function runQuery(port: number): { isRunning(): boolean; readonly ended: Promise<string> } {
  const where = `host=127.0.0.1 port=${port} user=app_ro dbname=orders`
  let runs = true
  const query = runClient('psql', ['-X', '-c', 'SELECT pg_sleep(600)', where], { PGPASSWORD: 'sandbox' })
  const ended = query.catch((error: Error) => error.message).finally(() => (runs = false))
  return { isRunning: () => runs, ended }
}

/** What a client of PostgreSQL says first: protocol 3.0, user and database. */
function postgresqlStart(user: string, database: string): Buffer {
  const words = Buffer.from(`user\0${user}\0database\0${database}\0\0`)
  const head = Buffer.alloc(8)
  head.writeInt32BE(words.length + head.length)
  head.writeInt32BE(0x0003_0000, 4)
  return Buffer.concat([head, words])
}

const question = (page: Page) => page.getByRole('alertdialog')

/** Answers the dialogs of main with the given button from now on; gives what they asked. */
async function answerDialogs({ app }: AppUnderTest, response: number): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ dialog }, button) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = async (...given: unknown[]) => {
      const { message, detail } = given.at(-1) as { message: string; detail: string }
      asked.push(`${message}\n${detail}`)
      return { response: button, checkboxChecked: false }
    }
  }, response)
  return async () => await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
}

test('a running query is asked about before anything ends it', async ({ culvert, sandbox, port }) => {
  test.skip(programOnPath('psql') === null, 'psql is not installed')
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, { localPort: port, label: 'writer' })
  const query = runQuery(port)
  const row = tunnelRow(page, 'orders-db')
  await expect(row).toContainText('1 connection')
  await row.click()
  await expect(page.getByRole('table', { name: 'Connections' })).toContainText(/psql pid \d+/)

  const asks = async (act: () => Promise<void>, title: RegExp): Promise<void> => {
    await act()
    await expect(question(page)).toContainText(title)
    await expect(question(page).getByRole('button', { name: 'Keep open' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(question(page)).toBeHidden()
  }
  await asks(async () => await row.press('Space'), /Stop orders-db writer\? 1 connection is open/)
  await asks(async () => await row.press('Control+Enter'), /Disconnect orders-db writer/)
  await asks(async () => await row.press('Delete'), /Delete orders-db writer/)
  await asks(async () => await page.getByRole('switch').first().click(), /Stop orders-db writer/)
  await row.press('Control+E')
  await page.getByRole('textbox', { name: 'Local port' }).fill(String(port + 1))
  await asks(async () => await page.getByRole('button', { name: /^Save/ }).click(), /Change orders-db writer/)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Discard' }).click()

  const asked = await answerDialogs(culvert, 0)
  await culvert.clickTray('Quit Culvert')
  await expect.poll(asked).toHaveLength(1)
  expect((await asked())[0]).toMatch(
    /Quit Culvert\? 1 connection is open[^]*orders-db writer: psql \(pid \d+\), 1 connection/,
  )
  await culvert.clickTray('Stop all tunnels')
  await expect.poll(asked).toHaveLength(2)
  expect(query.isRunning(), 'nothing has ended it so far').toBe(true)

  await row.press('Space')
  await expect(question(page)).toContainText('psql')
  await everyLook(culvert, 'confirm-end', ['en-light', 'en-dark', 'ja-light', 'en-light-small', 'ja-light-small'])
  await question(page).getByRole('button', { name: 'End 1 and stop' }).click()
  expect(await query.ended).toContain('psql exited with')
  await expect(row).toContainText('Stopped')
  expect((await ask(page, 'app.snapshot')).tunnels.map(({ status }) => status.kind)).toEqual(['stopped'])
})

test('Quit can wait until a connection has ended, says what it waits for, and is taken back', async ({
  culvert,
  sandbox,
  port,
}) => {
  const { app, page } = culvert
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, { localPort: port, label: 'writer' })
  const client = connect(port, '127.0.0.1')
  client.write(postgresqlStart('app_ro', 'orders'))
  await once(client, 'data')
  await expect(tunnelRow(page, 'orders-db')).toContainText('1 connection')
  const asked = await answerDialogs(culvert, 1)
  const banner = page.getByText('Culvert quits once this has ended: 1 connection.')

  await culvert.clickTray('Quit Culvert')
  await expect(banner).toBeVisible()
  await everyLook(culvert, 'quit-waits', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
  await page.getByRole('button', { name: 'Keep running' }).click()
  await expect(banner).toBeHidden()

  await expect.poll(async () => await culvert.trayLabels()).toContain('Quit Culvert')
  await culvert.clickTray('Quit Culvert')
  await expect(banner).toBeVisible()
  expect(await asked()).toHaveLength(2)
  expect(client.readyState, 'nothing has ended it so far').toBe('open')
  const gone = once(app.process(), 'exit')
  client.destroy()
  await gone
})
