import { describe, expect, it } from 'vitest'
import type { ProxyAddress } from '#contract/network.ts'
import { proxyUrl, readProxy } from '#network/proxy-address.ts'
import { variablesFor } from '#network/proxy-for.ts'
import { gateway, proxyReadings } from '#test/support/proxy-readings.ts'

function told(proxy: ProxyAddress | null): string {
  if (proxy === null) return 'none'
  const { scheme, host, port, credentials } = proxy
  const who = credentials === null ? '' : `${credentials.user}:${credentials.password}@`
  return `${scheme}://${who}${host}:${port}`
}

describe('the proxy for a host', () => {
  it.each(proxyReadings)('$what: $ours', ({ environment, url = gateway, ours }) => {
    const found = variablesFor(url, environment)
    expect(found.ok ? told(found.value.proxy) : 'problem').toBe(ours)
    // Main asks with https:, the relay's engine and the command with wss:, and they must be told the same.
    expect(variablesFor(url.replace(/^http/, 'ws'), environment)).toEqual(found)
  })

  it.each(proxyReadings.filter(({ botocore, go, curl }) => (botocore ?? go ?? curl) !== undefined))(
    '$what: the choice has its reason',
    ({ because }) => expect(because).toBeTruthy(),
  )
})

describe('the proxy for a host with odd settings', () => {
  const proxy = 'http://p.corp:3128'
  const way = (url: string, environment: Readonly<Record<string, string>>): string => {
    const found = variablesFor(url, environment)
    return found.ok ? told(found.value.proxy) : 'problem'
  }

  it('knows a name also with the dot of the root', () => {
    expect(way('https://db.corp./', { HTTPS_PROXY: proxy, NO_PROXY: 'db.corp' })).toBe('none')
  })

  it('sends nothing that ends at this link through a proxy', () => {
    expect(way('http://[fe80::1]/', { HTTP_PROXY: proxy })).toBe('none')
    expect(way('http://[fd00::1]/', { HTTP_PROXY: proxy })).toBe(proxy)
  })

  it.each(['10.0.0.0/33', '10.0.0.0/', 'fd00::/129', '10.0.0.0/8x', '/8'])('takes %s for no network', (entry) => {
    expect(way('https://10.1.2.3/', { HTTPS_PROXY: proxy, NO_PROXY: entry })).toBe(proxy)
  })

  it('passes over blanks around a value, and takes blanks alone for none', () => {
    expect(way('https://a.b/', { HTTPS_PROXY: ` ${proxy}\t` })).toBe(proxy)
    expect(way('https://a.b/', { HTTPS_PROXY: '  ', ALL_PROXY: proxy })).toBe('none')
  })
})

describe('an address of a proxy', () => {
  const read = (text: string) => readProxy({ variable: 'HTTPS_PROXY', text })

  it.each([
    ['socks://p', 'socks5', 1_080],
    ['SOCKS5h://p:1', 'socks5', 1],
    ['socks4a://p', 'socks4', 1_080],
  ])('%s speaks %s', (text, scheme, port) => {
    expect(read(text)).toEqual({ ok: true, value: { scheme, host: 'p', port, credentials: null } })
  })

  it.each(['quic://p', 'ftp://p'])('%s is another kind, by name', (text) => {
    const scheme = text.split(':')[0]
    expect(read(text)).toMatchObject({
      ok: false,
      error: { code: 'PROXY_UNUSABLE', details: { reason: 'scheme', scheme } },
    })
  })

  it('has the port that is said, also the usual one of another scheme', () => {
    expect(read('https://p:80')).toMatchObject({ value: { port: 80 } })
    expect(read('http://p:443')).toMatchObject({ value: { port: 443 } })
    expect(read('https://p:080/path')).toMatchObject({ value: { port: 80 } })
  })

  it.each(['http://', 'http://me:word@', 'http://p:0', 'http://p:99999', 'http://me:word@p:port', 'http://a b'])(
    '%s is none, and what it says stays unsaid',
    (text) => {
      const answer = read(text)
      const details = { variable: 'HTTPS_PROXY', reason: 'unreadable' }
      expect(answer).toEqual({ ok: false, error: { code: 'PROXY_UNUSABLE', details } })
    },
  )

  it.each(['p%4', '%', '%zz%41', 'a@b#c/d?e:f', "!'()*", '日本', '&=+$,;[]'])(
    'a password like %s comes back',
    (password) => {
      const proxy: ProxyAddress = { scheme: 'http', host: 'p.corp', port: 80, credentials: { user: 'me', password } }
      expect(read(proxyUrl(proxy))).toEqual({ ok: true, value: proxy })
      // Go refuses a name or password with any sign that could be left as it is.
      expect(proxyUrl(proxy)).toMatch(/^http:\/\/me:[\w.~%-]*@p\.corp:80$/)
      expect(new URL(proxyUrl(proxy)).hostname).toBe('p.corp')
    },
  )
})
