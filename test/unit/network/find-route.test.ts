import { describe, expect, it, vi } from 'vitest'
import { fail, ok } from '#domain/result.ts'
import { createFindRoute, routeBy } from '#network/route.ts'
import type { ProxyChoices } from '#network/system-answer.ts'

const url = 'https://ssm.eu-west-1.amazonaws.com/'
const proxy = { scheme: 'http', host: 'p.corp', port: 3_128, credentials: null } as const
const ofSystem = { scheme: 'socks5', host: 's.corp', port: 1_080, credentials: null } as const

function finder(environment: Readonly<Record<string, string>>, choices: ProxyChoices = [ofSystem]) {
  const askSystem = vi.fn(async () => ok(choices))
  const find = createFindRoute({ environment, platform: 'linux', systemBundles: [], askSystem })
  return { find, askSystem }
}

describe('the way to a host', () => {
  it('is the variables’ where they say one, and the system is not asked', async () => {
    const { find, askSystem } = finder({ HTTPS_PROXY: 'http://p.corp:3128', NO_PROXY: 'sts.amazonaws.com' })
    expect(await find(url)).toEqual(ok({ proxy, roots: null, foundIn: { by: 'variable', variable: 'HTTPS_PROXY' } }))
    expect(await find('https://sts.amazonaws.com/')).toMatchObject({
      value: { proxy: null, foundIn: { by: 'exception' } },
    })
    expect(await find('http://127.0.0.1:4566/')).toMatchObject({ value: { proxy: null, foundIn: { by: 'near' } } })
    expect(askSystem).not.toHaveBeenCalled()
  })

  it('is direct where the variable is empty, whatever the system says', async () => {
    const { find, askSystem } = finder({ https_proxy: '' })
    expect(await find(url)).toMatchObject({ value: { proxy: null, foundIn: { by: 'variable' } } })
    expect(askSystem).not.toHaveBeenCalled()
  })

  it('is the system’s where they say nothing; exceptions hold there, too', async () => {
    const { find } = finder({ NO_PROXY: 'sts.amazonaws.com' })
    expect(await find(url)).toMatchObject({ value: { proxy: ofSystem, foundIn: { by: 'system' } } })
    expect(await find('https://sts.amazonaws.com/')).toMatchObject({ value: { proxy: null } })
    expect(await finder({}, [null]).find(url)).toMatchObject({ value: { proxy: null, foundIn: { by: 'unsaid' } } })
  })

  it('passes over what ALL_PROXY says for others, also from the system’s mouth', async () => {
    expect(await finder({ ALL_PROXY: 'socks5://s.corp:1080' }).find(url)).toMatchObject({ value: { proxy: null } })
    expect(await finder({ ALL_PROXY: 'socks5://t.corp:1080' }).find(url)).toMatchObject({ value: { proxy: ofSystem } })
  })

  it('is a problem where the system’s script says nothing', async () => {
    const silent = fail('PROXY_SCRIPT_SILENT', { afterMs: 3_000 })
    const find = createFindRoute({
      environment: {},
      platform: 'linux',
      systemBundles: [],
      askSystem: async () => silent,
    })
    expect(await routeBy(find)(url)).toEqual(silent)
  })

  it('crosses to the relay without where it was found', async () => {
    const route = await routeBy(finder({}).find)(url)
    expect(route).toEqual(ok({ proxy: ofSystem, roots: null }))
  })
})
