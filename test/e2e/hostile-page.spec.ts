import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { CallInput } from '#contract/calls.ts'
import { ask, databaseTunnel, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { bastion } from './shell-steps.ts'
import { namesAskedFor } from './names-asked-for.ts'
import { openNetworkListeners, type NetworkListeners } from './network-listeners.ts'

/** What a page that was taken over would try; it comes back when all of it was tried. */
async function tryEveryRoad(page: Page, { http, tcpPort, udpPort }: NetworkListeners): Promise<readonly string[]> {
  return await page.evaluate(
    async ([target, tcp, udp]) => {
      const link = document.createElement('link')
      link.rel = 'dns-prefetch'
      link.href = 'https://prefetched.invalid/'
      document.head.append(link)
      const image = new Promise<string>((resolve) => {
        const element = new Image()
        element.addEventListener('load', () => resolve('loaded'))
        element.addEventListener('error', () => resolve('refused'))
        element.src = `${target}image.png`
      })
      const socket = new Promise<string>((resolve) => {
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
      // Whether a beacon was sent is not told to the page: the server's count of visits says so.
      navigator.sendBeacon(target)
      const fetched = fetch(target).then(
        () => 'fetched',
        () => 'refused',
      )
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${udp}` }] })
      const far = new RTCPeerConnection()
      peer.createDataChannel('out')
      const offer = await peer.createOffer()
      await peer.setLocalDescription(offer)
      await far.setRemoteDescription(offer)
      const answer = await far.createAnswer()
      await far.setLocalDescription(answer)
      await peer.setRemoteDescription(answer)
      for (const address of [`127.0.0.1 ${udp}`, `candidate.invalid ${udp}`]) {
        const candidate = `candidate:1 1 udp 2122260223 ${address} typ host`
        await peer.addIceCandidate({ candidate, sdpMid: '0', sdpMLineIndex: 0 })
      }
      // Relays come last: when they have failed, what was tried before them has been tried.
      const relays = [`turn:127.0.0.1:${tcp}?transport=tcp`, 'turn:relayed.invalid:3478?transport=tcp']
      const relayed = new RTCPeerConnection({
        iceServers: [{ urls: relays, username: 'anyone', credential: 'anything' }],
      })
      const failed = new Set<string>()
      const allFailed = new Promise<void>((resolve) => {
        relayed.addEventListener('icecandidateerror', ({ url }) => {
          if (failed.add(url).size === relays.length) resolve()
        })
      })
      relayed.createDataChannel('out')
      await relayed.setLocalDescription(await relayed.createOffer())
      await allFailed
      relayed.close()
      peer.close()
      far.close()
      return await Promise.all([fetched, image, socket])
    },
    [http, tcpPort, udpPort] as const,
  )
}

const names = ['prefetched.invalid', 'candidate.invalid', 'relayed.invalid']

test('the page reaches no network, by any road', async ({ culvert, folder }) => {
  const { page } = culvert
  const listeners = await openNetworkListeners()
  try {
    const asked = await namesAskedFor(culvert, join(folder, 'network.json'), names, async () => {
      expect(await tryEveryRoad(page, listeners)).toEqual(['refused', 'refused', 'refused'])
    })
    expect(page.url()).toBe('app://culvert/')
    expect(listeners.heard()).toEqual({ http: 0, tcp: 0, udp: 0 })
    expect(asked).toEqual([])
  } finally {
    await listeners.close()
  }
})

test('another session finds the way through a proxy by a PAC file, and the page none', async ({ culvert: { app } }) => {
  const pac = `function FindProxyForURL(url, host) {
    return dnsDomainIs(host, '.amazonaws.com') ? 'PROXY proxy.corp.example:3128' : 'DIRECT'
  }`
  const server = createServer((_request, response) => response.end(pac)).listen(0, '127.0.0.1')
  try {
    await once(server, 'listening')
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/proxy.pac`
    const ways = await app.evaluate(async ({ session, BrowserWindow }, pacScript) => {
      const other = session.fromPartition('way-out')
      await other.setProxy({ mode: 'pac_script', pacScript })
      const pageOnly = BrowserWindow.getAllWindows()[0]!.webContents.session
      const urls = ['https://ssm.eu-west-1.amazonaws.com/', 'https://intranet.corp.example/', 'http://127.0.0.1:8080/']
      const ask = async (asked: Electron.Session) => await Promise.all(urls.map((url) => asked.resolveProxy(url)))
      return { other: await ask(other), page: await ask(pageOnly) }
    }, address)
    expect(ways.other).toEqual(['PROXY proxy.corp.example:3128', 'DIRECT', 'DIRECT'])
    expect(ways.page).toEqual(Array.from({ length: 3 }, () => 'PROXY 127.0.0.1:1'))
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})

test('the page opens no window and goes nowhere else', async ({ culvert: { app, page } }) => {
  const listeners = await openNetworkListeners()
  try {
    expect(await page.evaluate((target) => window.open(target) === null, listeners.http)).toBe(true)
    await page.evaluate((target) => location.assign(target), listeners.http)
    await ask(page, 'app.snapshot')
    expect(page.url()).toBe('app://culvert/')
    expect(app.windows()).toHaveLength(1)
    expect(listeners.heard().http).toBe(0)
  } finally {
    await listeners.close()
  }
})

test('the page opens no foreign host in the browser: main asks, and remembers only what it is told to', async ({
  culvert,
}) => {
  const { app, page } = culvert
  const answerWith = async (response: 0 | 1, checkboxChecked: boolean): Promise<void> =>
    await app.evaluate(
      ({ dialog }, answer) => {
        const asked = globalThis as unknown as { questions?: string[] }
        asked.questions = []
        dialog.showMessageBox = async (...given: unknown[]) => {
          asked.questions?.push((given.at(-1) as { readonly message: string }).message)
          return answer
        }
      },
      { response, checkboxChecked },
    )
  const questions = async () => await app.evaluate(() => (globalThis as unknown as { questions: string[] }).questions)
  const startUrl = 'https://pörtal.example/start'
  await ask(page, 'signIn.add', { name: 'other', startUrl, region: 'eu-west-1' })
  const profile = { ...databaseTunnel, session: 'other' }
  const tunnel = await saveTunnel(page, { localPort: 15_432, profile, switch: 'off' })
  const follow = async () => await ask(page, 'link.open', { to: 'console', tunnel, page: 'session' })
  const said = 'Open a page at xn--prtal-jua.example?'

  await answerWith(0, true)
  await follow()
  expect(await questions()).toEqual([said])
  expect(await culvert.openedPages()).toEqual([])
  await answerWith(1, false)
  await follow()
  await answerWith(1, true)
  await follow()
  expect(await questions()).toEqual([said])
  await follow()
  expect(await questions()).toEqual([said])
  expect(await culvert.openedPages()).toHaveLength(3)
  expect((await ask(page, 'app.snapshot')).settings.agreedHosts).toEqual(['xn--prtal-jua.example'])
  await expect(ask(page, 'settings.change', { agreedHosts: ['evil.example'] } as object)).rejects.toThrow(
    'INPUT_INVALID',
  )
})

test('the page opens nothing on production by its own word', async ({ culvert, sandbox }) => {
  const { page, app } = culvert
  await signInAtOnce(culvert, sandbox)
  await app.evaluate(({ dialog }) => {
    const globals = globalThis as unknown as { asked: string[] }
    globals.asked = []
    dialog.showMessageBox = async (...given: unknown[]) => {
      globals.asked.push((given.at(-1) as { message: string }).message)
      return { response: 0, checkboxChecked: false }
    }
  })
  const asked = async () => await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
  const place = { profile: databaseTunnel, region: 'ap-northeast-1' }
  await saveTunnel(page, { localPort: 15_432, environment: 'production', switch: 'off' })
  const open = async (): Promise<string> => {
    const order = { ...place, target: { on: 'node', id: bastion }, name: 'x', environment: 'development' }
    const rest = { program: { run: 'shell' }, size: { columns: 80, rows: 24 }, agreed: 'today' }
    const opened = ask(page, 'shell.open', { ...order, ...rest } as CallInput<'shell.open'>)
    return await opened.then(
      () => 'opened',
      (error: unknown) => String(error),
    )
  }
  await ask(page, 'target.asksFirst', place)
  await page.evaluate(() => {
    for (const type of ['keydown', 'mousedown', 'click'])
      document.body.dispatchEvent(new KeyboardEvent(type, { key: 'Enter', bubbles: true }))
  })
  expect(await open()).toContain('PRODUCTION_NOT_AGREED')
  expect(await asked()).toEqual(['Open a shell on production?'])

  await ask(page, 'target.setEnvironment', { place, environment: 'development' })
  expect(await asked()).toHaveLength(2)
  for (const { id } of (await ask(page, 'app.snapshot')).tunnels) await ask(page, 'tunnel.remove', { id })
  expect(await open()).toContain('PRODUCTION_NOT_AGREED')
  expect((await sandbox.state()).sessions.active).toEqual([])

  await ask(page, 'target.asksFirst', place)
  await page.keyboard.press('Enter')
  expect(await open()).toBe('opened')
})

test('the page has no Node, no inline script and no permission', async ({ culvert: { page } }) => {
  const found = await page.evaluate(async () => {
    const taken = (act: () => void): string => {
      try {
        act()
        return 'taken'
      } catch (error) {
        return error instanceof TypeError ? 'refused' : 'failed'
      }
    }
    const script = document.createElement('script')
    const sinks = {
      script: taken(() => (script.textContent = 'globalThis.inlineRan = true')),
      source: taken(() => (script.src = 'app://culvert/other.js')),
      markup: taken(() => (document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>')),
      policy: taken(() => {
        const { trustedTypes } = globalThis as unknown as { trustedTypes: { createPolicy(name: string): unknown } }
        trustedTypes.createPolicy('default')
      }),
    }
    document.body.append(script)
    const globals = globalThis as unknown as Record<string, unknown>
    return {
      sinks,
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
    sinks: { script: 'refused', source: 'refused', markup: 'refused', policy: 'refused' },
    node: [],
    inline: false,
    notifications: 'denied',
    clipboard: 'refused',
    camera: 'refused',
    bridge: ['call', 'drop', 'on'],
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
