import { describe, expect, it } from 'vitest'
import type { SsoToken } from '#core/app/identity/ports.ts'
import {
  formatRegistration,
  formatToken,
  parseRegistration,
  parseToken,
  registrationFileName,
  tokenFileName,
} from '#core/store/token-format.ts'

const corp = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
const legacy = {
  name: 'https://corp.awsapps.com/start/',
  startUrl: 'https://corp.awsapps.com/start#/',
  region: 'eu-central-1',
}
const registration = { clientId: 'id', clientSecret: 'secret', expiresAt: Date.UTC(2027, 1, 19, 20, 44, 16) }
const token: SsoToken = {
  accessToken: 'access',
  expiresAt: Date.UTC(2026, 10, 21, 21, 44, 16, 789),
  refreshToken: 'refresh',
  registration,
}

describe('file names', () => {
  it('are the hash of the session name, or of the start URL as typed', () => {
    expect(tokenFileName(corp)).toBe('ee0bfd2552fbd840c02cc48b6e823320543c450f.json')
    expect(tokenFileName(legacy)).toBe('89299b9a0529ad2f5a9f7b829db1b8f767e655cc.json')
  })

  // Made with Python: hashlib.sha1(json.dumps({...}, sort_keys=True).encode()).
  it.each([
    [corp, 'fdcad60aaabbae07299d375d185dc582b97f32f1'],
    [legacy, '2dfd072b562a6aeadf7c35eefa7882e80e6a3754'],
    [{ ...corp, name: 'büro' }, 'ffaa616551f3145376b2a2c092ee64f3ea15f8ce'],
  ])('of registrations are spaced and escaped as Python does: $name', (session, hash) => {
    expect(registrationFileName(session)).toBe(`${hash}.json`)
  })
})

describe('a token file', () => {
  it('has the keys and the times of aws-cli', () => {
    expect(JSON.parse(formatToken(corp, token))).toEqual({
      startUrl: corp.startUrl,
      region: 'eu-central-1',
      accessToken: 'access',
      expiresAt: '2026-11-21T21:44:16Z',
      clientId: 'id',
      clientSecret: 'secret',
      registrationExpiresAt: '2027-02-19T20:44:16Z',
      refreshToken: 'refresh',
    })
  })

  it('comes back as it went, to the second', () => {
    expect(parseToken(formatToken(corp, token))).toEqual({ ...token, expiresAt: Date.UTC(2026, 10, 21, 21, 44, 16) })
    const bare = { ...token, refreshToken: null, registration: null }
    expect(parseToken(formatToken(corp, bare))).toMatchObject({ refreshToken: null, registration: null })
  })

  it.each([
    ['2026-11-21T21:44:16Z', Date.UTC(2026, 10, 21, 21, 44, 16)],
    ['2026-11-21T21:44:16UTC', Date.UTC(2026, 10, 21, 21, 44, 16)],
    ['2026-11-21T21:44:16.250Z', Date.UTC(2026, 10, 21, 21, 44, 16, 250)],
  ])('may have its time as %s', (expiresAt, expected) => {
    expect(parseToken(JSON.stringify({ accessToken: 'a', expiresAt }))?.expiresAt).toBe(expected)
  })

  it.each([
    '{}',
    'null',
    '[]',
    '"text"',
    '{"accessToken":"a"}',
    '{"accessToken":1,"expiresAt":"2026-11-21T21:44:16Z"}',
    '{"accessToken":"a","expiresAt":"soon"}',
  ])('is none when it says %s', (text) => {
    expect(parseToken(text)).toBeNull()
  })

  it('that is cut off is told from one that is none', () => {
    expect(() => parseToken(formatToken(corp, token).slice(0, 40))).toThrow(SyntaxError)
  })
})

describe('a registration file', () => {
  it('is for the method it was made for', () => {
    const browser = formatRegistration(corp, 'browser', registration)
    expect(JSON.parse(browser)).toMatchObject({
      scopes: ['sso:account:access'],
      grantTypes: ['authorization_code', 'refresh_token'],
    })
    expect(parseRegistration(browser, 'browser')).toEqual(registration)
    expect(parseRegistration(browser, 'device-code')).toBeNull()
    const device = formatRegistration(legacy, 'device-code', registration)
    expect(Object.keys(JSON.parse(device) as object)).toEqual(['clientId', 'clientSecret', 'expiresAt'])
    expect(parseRegistration(device, 'device-code')).toEqual(registration)
    expect(parseRegistration(device, 'browser')).toBeNull()
  })
})
