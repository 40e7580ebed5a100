import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Log } from '#core/app/ports.ts'

type Answer = (answer: unknown) => void

/** A session that keeps what it was told to do. */
class FakeSession extends EventEmitter {
  request: (contents: unknown, permission: string, answer: Answer) => void = () => {}
  check: () => boolean = () => true
  device: () => boolean = () => true
  before: (details: { readonly url: string }, answer: Answer) => void = () => {}
  readonly setPermissionRequestHandler = (handler: FakeSession['request']) => void (this.request = handler)
  readonly setPermissionCheckHandler = (handler: FakeSession['check']) => void (this.check = handler)
  readonly setDevicePermissionHandler = (handler: FakeSession['device']) => void (this.device = handler)
  readonly webRequest = { onBeforeRequest: (listener: FakeSession['before']) => void (this.before = listener) }
}

/** A page's contents. */
class FakeContents extends EventEmitter {
  open: (details: { readonly url: string }) => unknown = () => ({ action: 'allow' })
  readonly setWindowOpenHandler = (handler: FakeContents['open']) => void (this.open = handler)
  readonly setWebRTCIPHandlingPolicy = vi.fn()
}

const electron = { app: new EventEmitter(), session: { defaultSession: new FakeSession() } }
vi.mock('electron', () => electron)
const { lockDown } = await import('../../../main/window/lock-down.ts')

const warn = vi.fn()
const log: Log = { debug: () => {}, info: () => {}, warn, error: () => {} }
const page = new FakeSession()
Reflect.apply(lockDown, null, [page, log])

beforeEach(() => warn.mockClear())

describe.each([
  ["the page's session", page],
  ['the default session', electron.session.defaultSession],
])('%s', (_name, session) => {
  it('asks the user for no permission, and says so in the log', () => {
    const answer = vi.fn()
    session.request(null, 'clipboard-read', answer)
    expect(answer.mock.calls).toEqual([[false]])
    expect(warn).toHaveBeenCalledWith('permission-refused', { permission: 'clipboard-read' })
  })

  it('has no permission when it is only asked whether it has', () => expect(session.check()).toBe(false))

  it('is given no device', () => expect(session.device()).toBe(false))

  it('downloads nothing', () => expect(isPrevented(session, 'will-download')).toBe(true))

  it.each([
    'https://example.com/',
    'http://127.0.0.1:5432/',
    'file:///etc/passwd',
    'ws://localhost:1/',
    'app://culvert.evil/',
    'app://elsewhere/index.html',
    'blob:https://example.com/1',
  ])('requests nothing from %s, and says so in the log', (url) => {
    expect(isCancelled(session, url)).toBe(true)
    expect(warn).toHaveBeenCalledWith('request-refused', { url })
  })

  it('requests its own files', () => {
    expect(isCancelled(session, 'app://culvert/assets/a.js')).toBe(false)
    expect(isCancelled(session, 'data:image/png;base64,AA')).toBe(false)
    expect(warn).not.toHaveBeenCalled()
  })
})

describe("any page's contents", () => {
  it.each(['https://example.com/', 'app://culvert/'])('open no window: %s', (url) => {
    expect(newContents().open({ url })).toEqual({ action: 'deny' })
    expect(warn).toHaveBeenCalledWith('window-open-refused', { url })
  })

  it.each(['will-navigate', 'will-redirect'])('go nowhere else: %s', (event) => {
    expect(isPrevented(newContents(), event, 'https://example.com/')).toBe(true)
    expect(warn).toHaveBeenCalledWith('navigation-refused', { url: 'https://example.com/' })
    expect(isPrevented(newContents(), event, 'app://culvert@evil/')).toBe(true)
    expect(isPrevented(newContents(), event, 'not a url')).toBe(true)
    expect(isPrevented(newContents(), event, 'app://culvert/')).toBe(false)
  })

  it('embed no web view', () => expect(isPrevented(newContents(), 'will-attach-webview')).toBe(true))

  it('send no UDP', () => {
    const policies = newContents().setWebRTCIPHandlingPolicy.mock.calls
    expect(policies).toEqual([['disable_non_proxied_udp']])
  })
})

function newContents(): FakeContents {
  const contents = new FakeContents()
  electron.app.emit('web-contents-created', {}, contents)
  return contents
}

function isPrevented(emitter: EventEmitter, name: string, url = ''): boolean {
  const preventDefault = vi.fn()
  emitter.emit(name, { preventDefault, url })
  return preventDefault.mock.calls.length > 0
}

function isCancelled(session: FakeSession, url: string): unknown {
  const answer = vi.fn()
  session.before({ url }, answer)
  expect(answer).toHaveBeenCalledOnce()
  return answer.mock.calls[0]?.[0]?.cancel
}
