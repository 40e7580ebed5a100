import { EventEmitter } from 'node:events'
import type { BrowserWindow, MessagePortMain } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Log } from '#core/app/ports.ts'
import { ok } from '#domain/result.ts'

type Listener = (event: object, name: unknown, input: unknown) => Promise<unknown>
const handlers = new Map<string, Listener>()
vi.mock('electron', () => ({
  ipcMain: {
    handle: (name: string, listener: Listener) => void handlers.set(name, listener),
    removeHandler: (name: string) => void handlers.delete(name),
  },
}))
const { createContractServer } = await import('../../../main/contract-server/contract-server.ts')

const error = vi.fn()
const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error }
const answer = vi.fn(async () => ok('answered'))
const dropped = vi.fn(async () => ok({ transfers: 1 }))

/** A window as far as the server knows it. */
class FakeWindow extends EventEmitter {
  isGone = false
  readonly isDestroyed = (): boolean => this.isGone
  readonly webContents = { mainFrame: { url: 'app://culvert/' }, send: vi.fn(), postMessage: vi.fn() }
}

function admitted() {
  const server = createContractServer(Promise.resolve(answer), log, Promise.resolve(dropped))
  const window = new FakeWindow()
  server.admit(asWindow(window), 'main')
  return { server, window }
}

const asWindow = (window: object): BrowserWindow => window as BrowserWindow

function call(sender: object, senderFrame: object | null): Promise<unknown> {
  return Promise.resolve(handlers.get('culvert:call')?.({ sender, senderFrame }, 'tunnel.arm', { id: 'x' }))
}

function drop(sender: object, senderFrame: object | null): Promise<unknown> {
  return Promise.resolve(handlers.get('culvert:drop')?.({ sender, senderFrame }, { id: 'x' }, undefined))
}

beforeEach(() => {
  handlers.clear()
  vi.clearAllMocks()
})

describe('a call to main', () => {
  it("of the window's page is answered", async () => {
    const { webContents } = admitted().window
    expect(await call(webContents, webContents.mainFrame)).toEqual(ok('answered'))
    expect(answer.mock.calls).toEqual([['tunnel.arm', { id: 'x' }, { window: 'main' }]])
    expect(error).not.toHaveBeenCalled()
  })

  const strangers: readonly (readonly [string, (own: FakeWindow) => readonly [object, object | null]])[] = [
    [
      'another window',
      () => {
        const { webContents } = new FakeWindow()
        return [webContents, webContents.mainFrame]
      },
    ],
    ['a frame inside the page', ({ webContents }) => [webContents, { url: 'app://culvert/' }]],
    ['a frame that is gone', ({ webContents }) => [webContents, null]],
  ]
  it.each(strangers)('of %s is refused, told in the log, and reaches nothing', async (_name, from) => {
    const refused = call(...from(admitted().window))
    await expect(refused).rejects.toThrow('Refused')
    expect(error).toHaveBeenCalledWith('call-refused', expect.objectContaining({ refusal: expect.any(String) }))
    expect(answer).not.toHaveBeenCalled()
  })

  it('of a page that is not ours, in our own window, is refused', async () => {
    const { webContents } = admitted().window
    webContents.mainFrame.url = 'https://evil.example/'
    await expect(call(webContents, webContents.mainFrame)).rejects.toThrow('Refused: a foreign origin.')
    expect(error).toHaveBeenCalledWith('call-refused', { refusal: 'a foreign origin', url: 'https://evil.example/' })
    expect(answer).not.toHaveBeenCalled()
  })

  it('of a window that was closed is refused', async () => {
    const { window } = admitted()
    window.emit('closed')
    await expect(call(window.webContents, window.webContents.mainFrame)).rejects.toThrow('Refused')
  })
})

describe('what main tells', () => {
  it('goes to admitted windows that are still there, and to no other', () => {
    const { server, window } = admitted()
    const gone = new FakeWindow()
    server.admit(asWindow(gone), 'other')
    gone.isGone = true
    server.tell('navigate', { to: 'settings' })
    expect(window.webContents.send).toHaveBeenCalledOnce()
    expect(gone.webContents.send).not.toHaveBeenCalled()
  })

  it('is nothing after the end', () => {
    const { server, window } = admitted()
    server.dispose()
    server.tell('navigate', { to: 'settings' })
    expect(window.webContents.send).not.toHaveBeenCalled()
    expect(handlers.size).toBe(0)
  })
})

describe('a stream', () => {
  const offer = { culvert: 'shell-stream', id: '3f1e9f0e-6c0b-4c0a-9d59-0a4b8c1d2e3f', attachment: 1 } as const
  const portOf = () => ({ close: vi.fn() }) as unknown as MessagePortMain & { close: ReturnType<typeof vi.fn> }

  it('goes to the main frame of its own window, with its port', () => {
    const { server, window } = admitted()
    const other = new FakeWindow()
    server.admit(asWindow(other), 'other')
    const port = portOf()
    server.giveStream('main', offer, port)
    expect(window.webContents.postMessage.mock.calls).toEqual([['culvert:stream', offer, [port]]])
    expect(other.webContents.postMessage).not.toHaveBeenCalled()
    expect(port.close).not.toHaveBeenCalled()
  })

  it('goes to no page that is not ours, and to no window that is gone: its port is closed', () => {
    const { server, window } = admitted()
    const ports = [portOf(), portOf(), portOf()] as const
    window.webContents.mainFrame.url = 'https://evil.example/'
    server.giveStream('main', offer, ports[0])
    window.webContents.mainFrame.url = 'app://culvert/'
    server.giveStream('nobody', offer, ports[1])
    window.isGone = true
    server.giveStream('main', offer, ports[2])
    expect(ports.map(({ close }) => close.mock.calls.length)).toEqual([1, 1, 1])
    expect(window.webContents.postMessage).not.toHaveBeenCalled()
  })
})

describe('files that were dropped', () => {
  it("on the window's page are taken, by a channel of their own", async () => {
    const { webContents } = admitted().window
    expect(await drop(webContents, webContents.mainFrame)).toEqual(ok({ transfers: 1 }))
    expect(dropped.mock.calls).toEqual([[{ id: 'x' }, { window: 'main' }]])
    expect(answer).not.toHaveBeenCalled()
  })

  it('of a frame inside the page, or of a foreign page, are not', async () => {
    const { webContents } = admitted().window
    await expect(drop(webContents, { url: 'app://culvert/' })).rejects.toThrow('Refused')
    webContents.mainFrame.url = 'https://evil.example/'
    await expect(drop(webContents, webContents.mainFrame)).rejects.toThrow('Refused')
    expect(dropped).not.toHaveBeenCalled()
  })
})
