import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ManualClock } from '#test/support/manual-clock.ts'

const asked = { resolveProxy: vi.fn(), forceReloadProxyConfig: vi.fn(async () => {}) }
const electron = { app: { configureHostResolver: vi.fn() }, session: { fromPartition: vi.fn(() => asked) } }
vi.mock('electron', () => electron)
const { createSystemProxy } = await import('../../../main/system/system-proxy.ts')
const { openNames } = await import('../../../main/window/page-session.ts')

const open = { enableBuiltInResolver: true, secureDnsMode: 'off' }
const shut = { enableBuiltInResolver: true, secureDnsMode: 'secure', secureDnsServers: [] }
const names = () => electron.app.configureHostResolver.mock.calls.map(([call]) => call)

beforeEach(() => vi.clearAllMocks())

describe('the system’s proxy', () => {
  it('is what Chromium says, and names are resolved for that question alone', async () => {
    asked.resolveProxy.mockResolvedValue('PROXY p.corp:3128; DIRECT')
    const proxy = { scheme: 'http', host: 'p.corp', port: 3_128, credentials: null }
    const ask = createSystemProxy(new ManualClock(), openNames)
    expect(await ask('wss://ssmmessages.eu-west-1.amazonaws.com/')).toEqual({ ok: true, value: [proxy, null] })
    expect(asked.resolveProxy).toHaveBeenCalledWith('https://ssmmessages.eu-west-1.amazonaws.com/')
    expect(names()).toEqual([open, shut])
  })

  it('shuts names with the last of several questions', async () => {
    const answers = new Map<string, (text: string) => void>()
    asked.resolveProxy.mockImplementation((url: string) => new Promise((resolve) => answers.set(url, resolve)))
    const ask = createSystemProxy(new ManualClock(), openNames)
    const [one, other] = [ask('https://a.example/'), ask('https://b.example/')]
    await vi.waitFor(() => expect(answers.size).toBe(2))
    answers.get('https://a.example/')?.('DIRECT')
    await one
    expect(names()).toEqual([open])
    answers.get('https://b.example/')?.('DIRECT')
    await other
    expect(names()).toEqual([open, shut])
  })

  it('that says nothing is told after three seconds, and names are shut', async () => {
    asked.resolveProxy.mockReturnValue(new Promise(() => {}))
    const clock = new ManualClock()
    const answer = createSystemProxy(clock, openNames)('https://a.example/')
    clock.pass(3_000)
    expect(await answer).toEqual({ ok: false, error: { code: 'PROXY_SCRIPT_SILENT', details: { afterMs: 3_000 } } })
    expect(names().at(-1)).toEqual(shut)
  })

  it('is read anew after half a minute', async () => {
    asked.resolveProxy.mockResolvedValue('DIRECT')
    const clock = new ManualClock()
    const ask = createSystemProxy(clock, openNames)
    await ask('https://a.example/')
    await ask('https://a.example/')
    expect(asked.forceReloadProxyConfig).toHaveBeenCalledTimes(1)
    clock.pass(30_001)
    await ask('https://a.example/')
    expect(asked.forceReloadProxyConfig).toHaveBeenCalledTimes(2)
  })
})
