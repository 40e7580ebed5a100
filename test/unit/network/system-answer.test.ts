import { expect, it } from 'vitest'
import { readSystemAnswer } from '#network/system-answer.ts'

const at = (scheme: string, host: string, port: number) => ({ scheme, host, port, credentials: null })

it.each([
  ['DIRECT', [null]],
  ['', [null]],
  ['PROXY p.corp:3128', [at('http', 'p.corp', 3_128)]],
  ['HTTPS p.corp:443; DIRECT', [at('https', 'p.corp', 443), null]],
  ['SOCKS p.corp:1080;SOCKS5 [fd00::5]:1080', [at('socks4', 'p.corp', 1_080), at('socks5', 'fd00::5', 1_080)]],
  ['QUIC q.corp:443; PROXY p.corp', [at('http', 'p.corp', 80)]],
])('%s', (text, choices) => {
  expect(readSystemAnswer(text)).toEqual({ ok: true, value: choices })
})

it('says what is not spoken here where nothing else is named', () => {
  expect(readSystemAnswer('QUIC q.corp:443')).toEqual({
    ok: false,
    error: { code: 'PROXY_UNUSABLE', details: { variable: 'PAC', reason: 'scheme', scheme: 'quic' } },
  })
})
