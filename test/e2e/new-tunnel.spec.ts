import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { AppUnderTest } from '../support/app-under-test.ts'
import { ask, expect, hosts, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { choose } from './window-steps.ts'

const password = 'correct-horse-battery'
const url = `postgres://app_ro:${password}@${hosts.orders}:5432/orders?sslmode=require`

/** Puts a text on the real clipboard and pastes it as a user would. */
async function paste({ app, page }: AppUnderTest, text: string): Promise<void> {
  await app.evaluate(({ clipboard }, value) => clipboard.writeText(value), text)
  await page.keyboard.press('Control+V')
}

async function openSheet(page: Page) {
  await page.getByRole('button', { name: /^New tunnel/ }).click()
  const sheet = page.getByRole('dialog', { name: 'New tunnel' })
  return { sheet, field: (name: string | RegExp) => sheet.getByRole('textbox', { name }) }
}

/** Every file below a folder that holds a text. */
async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const found = await Promise.all(
    files.map(async (file) => ((await readFile(file).catch(() => Buffer.of())).includes(text) ? [file] : [])),
  )
  return found.flat()
}

test.beforeEach(async ({ culvert, sandbox }) => await signInAtOnce(culvert, sandbox))

test('a pasted connection string becomes a tunnel, and its password is nowhere', async ({ culvert, folder, port }) => {
  const { page } = culvert
  await page.getByRole('button', { name: 'Paste a connection string' }).click()
  const sheet = page.getByRole('dialog', { name: 'New tunnel' })
  const field = (name: string | RegExp) => sheet.getByRole('textbox', { name })
  await expect(field('Connection string or command')).toBeFocused()
  await paste(culvert, url)
  await expect(field('Host')).toHaveValue(hosts.orders)
  await expect(field(/^Port/)).toHaveValue('5432')
  await expect(field(/^Name/)).toHaveValue('orders-db')
  await expect(field(/^Label/)).toHaveValue('writer')
  await expect(sheet).toContainText('The password was dropped. Culvert never keeps one.')
  await expect(sheet).toContainText('Not used: sslmode.')
  await choose(page, sheet.getByRole('combobox', { name: 'Account and role' }), /orders-prod.*DatabaseTunnel/)
  await expect(sheet.getByText('2 match, 1 online', { exact: false })).toBeVisible()
  await field('Connection string or command').focus()
  await everyLook(culvert, 'new-tunnel-paste', allLooks)

  await field('Local port').fill(String(port))
  await page.keyboard.press('Control+Enter')
  await expect(sheet).toBeHidden()
  const { tunnels } = await ask(page, 'app.snapshot')
  expect(tunnels).toMatchObject([
    {
      definition: { name: 'orders-db', label: 'writer', database: 'orders' },
      preference: { username: 'app_ro', localPort: port },
    },
  ])
  expect(await page.content()).not.toContain(password)
  await culvert.quit()
  expect(await filesWith(folder, password)).toEqual([])
})

test('a pasted command fills in the target, also from the field for the host', async ({ culvert }) => {
  const { page } = culvert
  await page.keyboard.press('Control+N')
  const sheet = page.getByRole('dialog', { name: 'New tunnel' })
  const field = (name: string | RegExp) => sheet.getByRole('textbox', { name })
  await field('Host').focus()
  await paste(
    culvert,
    `aws ssm start-session --target i-0ab3f29c81d7e4402 --region ap-northeast-1 --profile unknown \\
      --document-name AWS-StartPortForwardingSessionToRemoteHost \\
      --parameters '{"host":["${hosts.billing}"],"portNumber":["3306"],"localPortNumber":["15999"]}'`,
  )
  await expect(field('Host')).toHaveValue(hosts.billing)
  await expect(field('Instance id')).toHaveValue('i-0ab3f29c81d7e4402')
  await expect(field('Local port')).toHaveValue('15999')
  await expect(sheet.getByRole('button', { name: 'MySQL' })).toHaveAttribute('aria-pressed', 'true')
  await expect(sheet).toContainText('The profile unknown is not among the accounts. Choose one.')
  await everyLook(culvert, 'new-tunnel-command')
})

test('a password with any marks stays out, and errors are at the field while it is typed', async ({ culvert }) => {
  const { page } = culvert
  const { sheet, field } = await openSheet(page)
  await sheet.getByRole('button', { name: 'Paste a connection string' }).click()
  await paste(culvert, 'jdbc:sqlserver://db.internal:1433;user=sa;password=Corr;ectHorse;encrypt=true')
  await expect(sheet).toContainText('Nothing was filled in')
  expect(await page.content()).not.toMatch(/Corr|ectHorse/)
  await paste(culvert, `postgres://app:Tr0ub@dor?Horse@${hosts.orders}:5432/orders`)
  await expect(field('Host')).toHaveValue(hosts.orders)
  expect(await page.content()).not.toMatch(/Tr0ub|dor\?|Horse/)

  await field(/^Port/).fill('70000')
  await expect(sheet).toContainText('A number from 1 to 65535.')
  await expect(sheet).not.toContainText('Fill this in.')
  await field(/^Name/).fill('')
  await page.keyboard.press('Control+Enter')
  await expect(field(/^Name/)).toBeFocused()
  await everyLook(culvert, 'new-tunnel-errors', allLooks)
})

test('what is no connection string changes nothing', async ({ culvert }) => {
  const { page } = culvert
  const { sheet, field } = await openSheet(page)
  await sheet.getByRole('button', { name: 'Paste a connection string' }).click()
  await paste(culvert, 'select * from orders')
  await expect(sheet).toContainText('Nothing was filled in')
  await expect(field('Host')).toHaveValue('')
  await everyLook(culvert, 'new-tunnel-unknown')
  await page.keyboard.press('Escape')
  await expect(field('Connection string or command')).toBeHidden()
  await expect(sheet).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
})
