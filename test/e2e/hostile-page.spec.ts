import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ask, expect, test } from './fixtures.ts'

/** A web server that counts who comes; a page that was taken over would try to reach one. */
async function withCountingServer(act: (url: string, visits: () => number) => Promise<void>): Promise<void> {
  let visits = 0
  const server = await new Promise<Server>((resolve) => {
    const started = createServer((_request, response) => {
      visits += 1
      response.setHeader('access-control-allow-origin', '*').end('hello')
    }).listen(0, '127.0.0.1', () => resolve(started))
  })
  try {
    await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, () => visits)
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

test('the page reaches no network, by any road', async ({ culvert: { page } }) => {
  await withCountingServer(async (url, visits) => {
    const outcomes = await page.evaluate(async (target) => {
      const image = new Promise((resolve) => {
        const element = new Image()
        element.addEventListener('load', () => resolve('loaded'))
        element.addEventListener('error', () => resolve('refused'))
        element.src = `${target}image.png`
      })
      const socket = new Promise((resolve) => {
        try {
          const opened = new WebSocket(target.replace('http', 'ws'))
          opened.addEventListener('open', () => resolve('opened'))
          opened.addEventListener('error', () => resolve('refused'))
        } catch {
          resolve('refused')
        }
      })
      const frame = document.createElement('iframe')
      frame.src = target
      document.body.append(frame)
      const form = document.createElement('form')
      form.action = target
      document.body.append(form)
      form.submit()
      const fetched = fetch(target).then(
        () => 'fetched',
        () => 'refused',
      )
      // Whether a beacon was sent is not told to the page: the server's count of visits says so.
      navigator.sendBeacon(target)
      return await Promise.all([fetched, image, socket])
    }, url)
    expect(outcomes).toEqual(['refused', 'refused', 'refused'])
    expect(page.url()).toBe('app://culvert/')
    expect(visits()).toBe(0)
  })
})

test('the page opens no window and goes nowhere else', async ({ culvert: { app, page } }) => {
  await withCountingServer(async (url, visits) => {
    expect(await page.evaluate((target) => window.open(target) === null, url)).toBe(true)
    await page.evaluate((target) => location.assign(target), url)
    await ask(page, 'app.snapshot')
    expect(page.url()).toBe('app://culvert/')
    expect(app.windows()).toHaveLength(1)
    expect(visits()).toBe(0)
  })
})

test('the page has no Node, no inline script and no permission', async ({ culvert: { page } }) => {
  const found = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.inlineRan = true'
    document.body.append(script)
    const globals = globalThis as unknown as Record<string, unknown>
    return {
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globals),
      inline: 'inlineRan' in globals,
      notifications: await Notification.requestPermission(),
      clipboard: await navigator.clipboard.readText().then(
        () => 'read',
        () => 'refused',
      ),
      camera: await (navigator.mediaDevices?.getUserMedia({ video: true }) ?? Promise.reject(new Error('none'))).then(
        () => 'granted',
        () => 'refused',
      ),
      bridge: Object.keys(globals['culvert'] as object).toSorted(),
    }
  })
  expect(found).toEqual({
    node: [],
    inline: false,
    notifications: 'denied',
    clipboard: 'refused',
    camera: 'refused',
    bridge: ['call', 'on'],
  })
})

test('calls that are not in the contract, or do not parse, get an answer and change nothing', async ({
  culvert: { page },
}) => {
  const before = await ask(page, 'app.snapshot')
  const codes = await page.evaluate(async () => {
    const { culvert } = globalThis as unknown as {
      culvert: { call(name: unknown, input?: unknown): Promise<{ ok: boolean; error?: { code: string } }> }
    }
    const tries: readonly (readonly [unknown, unknown])[] = [
      ['__proto__', {}],
      ['constructor', {}],
      [{ toString: 'no' }, {}],
      ['tunnel.create', { name: 'x' }],
      ['tunnel.arm', { id: '../../etc/passwd' }],
      ['link.open', { to: 'https://evil.example' }],
      ['settings.change', { theme: 'javascript:' }],
      ['clipboard.write', { text: 'x'.repeat(200_000) }],
    ]
    const answers = []
    for (const [name, input] of tries) answers.push((await culvert.call(name, input)).error?.code)
    return answers
  })
  expect(codes).toEqual(Array.from({ length: 8 }, () => 'INPUT_INVALID'))
  expect(await ask(page, 'app.snapshot')).toEqual(before)
})
