import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AppUnderTest } from '../support/app-under-test.ts'
import { ask, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { everyLook } from './screens.ts'

/** What a page of a foreign server gets when it asks for something at a local port, in a real browser. */
async function fromForeignPage({ app }: AppUnderTest, port: number): Promise<readonly string[]> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<p>A page'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const page = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  try {
    return await app.evaluate(
      async ({ BrowserWindow, session }, [url, target]) => {
        const browser = new BrowserWindow({
          show: false,
          webPreferences: { session: session.fromPartition('browser') },
        })
        await browser.loadURL(url)
        const said: readonly string[] = await browser.webContents.executeJavaScript(`(async () => {
          const outcome = (asked) => asked.then(() => 'answered', () => 'failed')
          const post = () => fetch('http://127.0.0.1:${target}/_bulk', { method: 'POST', mode: 'no-cors', body: 'COPY' })
          const socket = () => new Promise((resolve, reject) => {
            const opened = new WebSocket('ws://127.0.0.1:${target}/')
            opened.onopen = resolve
            opened.onerror = reject
          })
          return [await outcome(post()), await outcome(post()), await outcome(fetch('https://127.0.0.1:${target}/')), await outcome(socket())]
        })()`)
        browser.destroy()
        return said
      },
      [page, port] as const,
    )
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

test('a web page gets nowhere at an armed port, and the window says that it tried', async ({
  culvert,
  sandbox,
  port,
}) => {
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  const id = await saveTunnel(page, { localPort: port })
  const before = await culvert.openedPages()
  expect(await fromForeignPage(culvert, port)).toEqual(['failed', 'failed', 'failed', 'failed'])

  const banner = page.getByText(`tried to use localhost:${port}. It was refused; nothing reached the database.`)
  await expect(banner).toBeVisible()
  await expect(page.getByText(/^A web page in Chrome tried to use/)).toBeVisible()
  const view = (await ask(page, 'app.snapshot')).tunnels.find((tunnel) => tunnel.id === id)
  expect(view?.status.kind).toBe('armed')
  expect(view?.clients).toEqual({ open: 0, waiting: 0 })
  expect(await culvert.openedPages()).toEqual(before)
  const { sessions } = await sandbox.state()
  expect([sessions.active, sessions.ended, sessions.onGateway]).toEqual([[], [], []])

  await page.getByRole('row', { name: /orders-db/ }).click()
  await expect(page.getByText(/^Refused a web page: http:\/\/127\.0\.0\.1:\d+, \d tries$/)).toBeVisible()
  await everyLook(culvert, 'web-page-refused', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])

  const refusal = page.getByText(/^Refused a web page/)
  const grid = page.getByRole('grid', { name: 'Tunnels' })
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await grid.getByRole('button', { name: /^Production/ }).click()
  await page.getByRole('searchbox').fill('nothing of it')
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(banner).toBeHidden()
  await expect(page.getByRole('row', { name: /orders-db/ })).toBeVisible()
  await expect(refusal).toBeInViewport()
  await expect(page.getByRole('region', { name: 'Events' })).toBeFocused()
})
