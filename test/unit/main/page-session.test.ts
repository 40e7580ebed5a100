import { describe, expect, it, vi } from 'vitest'

const electron = { app: { configureHostResolver: vi.fn() }, session: { fromPartition: vi.fn(() => page) } }
const page = { setProxy: vi.fn(async () => {}) }
vi.mock('electron', () => electron)
const { pageSession, takeNetworkAway } = await import('../../../main/window/page-session.ts')

describe("the page's session", () => {
  it('is not the one that everything else shares', () => {
    expect(pageSession()).toBe(page)
    expect(electron.session.fromPartition).toHaveBeenCalledWith('persist:page')
  })

  it('sends everything, loopback too, to a proxy that is not there', async () => {
    await Reflect.apply(takeNetworkAway, null, [page])
    expect(page.setProxy.mock.calls).toEqual([
      [{ mode: 'fixed_servers', proxyRules: 'http://127.0.0.1:1', proxyBypassRules: '<-loopback>' }],
    ])
  })

  it('has a resolver that asks nobody', () => {
    expect(electron.app.configureHostResolver.mock.calls).toEqual([
      [{ enableBuiltInResolver: true, secureDnsMode: 'secure', secureDnsServers: [] }],
    ])
  })
})
