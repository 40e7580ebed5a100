import { describe, expect, it } from 'vitest'
import type { SsoToken, TokenStore } from '#core/app/identity/ports.ts'
import type { Log, SecretStore } from '#core/app/ports.ts'
import { createChosenTokens, createKeychainTokens, noKeychain, type TokenStorage } from '#core/store/token-keychain.ts'

const session = { name: 'corp', startUrl: 'https://d-1.awsapps.com/start', region: 'eu-west-1' }
const token: SsoToken = { accessToken: 'a', expiresAt: Date.UTC(2026, 10, 22), refreshToken: 'r', registration: null }
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

function keychain(refuses: 'nothing' | 'writes'): SecretStore & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return {
    kind: 'keychain',
    entries,
    get: async (name) => entries.get(name) ?? null,
    async set(name, secret) {
      if (refuses === 'writes') throw new Error('too long')
      entries.set(name, secret)
    },
    remove: async (name) => void entries.delete(name),
  }
}

describe('tokens in the keychain', () => {
  it('come back after a restart', async () => {
    const secrets = keychain('nothing')
    await createKeychainTokens(secrets, silent).write(session, token)
    expect(await createKeychainTokens(secrets, silent).read(session)).toEqual(token)
  })

  it('that the keychain refuses are told, and kept nowhere else', async () => {
    const secrets = keychain('writes')
    const tokens = createKeychainTokens(secrets, silent)
    const refused = { code: 'TOKEN_NOT_WRITTEN', details: { session: 'corp', reason: 'too long' } }
    expect(await tokens.write(session, token)).toEqual({ ok: false, error: refused })
    expect(await tokens.read(session)).toBeNull()
    expect(secrets.entries.size).toBe(0)
  })

  it('are told to be lost where there is no keychain, which is known after the first question', async () => {
    let kind: SecretStore['kind'] = 'keychain'
    const none: SecretStore = {
      get kind() {
        return kind
      },
      get: async () => null,
      set: async () => void (kind = 'none'),
      remove: async () => {},
    }
    expect(await createKeychainTokens(none, silent).write(session, token)).toMatchObject({
      error: { code: 'TOKEN_NOT_WRITTEN', details: { reason: noKeychain } },
    })
  })

  it('are gone after a sign-out, from both places, whatever is chosen', async () => {
    const stores: Record<TokenStorage, TokenStore> = {
      'aws-cli': createKeychainTokens(keychain('nothing'), silent),
      keychain: createKeychainTokens(keychain('nothing'), silent),
    }
    let chosen: TokenStorage = 'keychain'
    const tokens = createChosenTokens(stores, { current: () => chosen, onChange: () => () => {} })
    await tokens.write(session, token)
    expect(await stores['aws-cli'].read(session)).toBeNull()
    chosen = 'aws-cli'
    await tokens.write(session, token)
    await tokens.remove(session)
    expect(await stores.keychain.read(session)).toBeNull()
    expect(await stores['aws-cli'].read(session)).toBeNull()
  })

  it('are looked for anew when the choice changes', () => {
    let tellChoice = (): void => {}
    const stores = {
      'aws-cli': createKeychainTokens(keychain('nothing'), silent),
      keychain: createKeychainTokens(keychain('nothing'), silent),
    }
    const tokens = createChosenTokens(stores, {
      current: () => 'keychain',
      onChange: (listener) => {
        tellChoice = listener
        return () => (tellChoice = () => {})
      },
    })
    let changes = 0
    const stop = tokens.onChange(() => changes++)
    tellChoice()
    stop()
    tellChoice()
    expect(changes).toBe(1)
  })

  it('tell whoever listens that something changed', async () => {
    const tokens = createKeychainTokens(keychain('nothing'), silent)
    let changes = 0
    const stop = tokens.onChange(() => changes++)
    await tokens.write(session, token)
    stop()
    await tokens.remove(session)
    expect(changes).toBe(1)
  })
})

describe('a keychain that is no help', () => {
  const broken = (text: string | Error): SecretStore => ({
    kind: 'keychain',
    get: async () => {
      if (text instanceof Error) throw text
      return text
    },
    set: async () => {},
    remove: async () => {
      throw new Error('locked')
    },
  })

  it.each([
    ['refuses to be read', new Error('locked')],
    ['holds half an entry', '{"accessToken":"a'],
  ])('%s: nobody is signed in, and the app goes on', async (_, text) => {
    expect(await createKeychainTokens(broken(text), silent).read(session)).toBeNull()
  })

  it('does not keep a token in the other place, and is told only where it was chosen', async () => {
    const files = createKeychainTokens(keychain('nothing'), silent)
    await files.write(session, token)
    const stores = { 'aws-cli': files, keychain: createKeychainTokens(broken(''), silent) }
    const tokensIn = (chosen: TokenStorage): TokenStore =>
      createChosenTokens(stores, { current: () => chosen, onChange: () => () => {} })
    const refused = { code: 'TOKEN_NOT_REMOVED', details: { session: 'corp', reason: 'locked' } }
    expect(await tokensIn('keychain').remove(session)).toEqual({ ok: false, error: refused })
    expect(await files.read(session)).toBeNull()
    expect(await tokensIn('aws-cli').remove(session)).toMatchObject({ ok: true })
  })
})
