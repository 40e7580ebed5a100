import { createRequire } from 'node:module'
import type { Log, SecretStore } from '#core/app/ports.ts'

const service = 'Culvert'
const probeName = 'availability-probe'

type Keychain = typeof import('@github/keytar')

/**
 * Secrets in the system's keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux.
 * Where there is none (no bus, no daemon, a locked collection) the store is `none`: nothing is remembered, and the
 * window says so. It never falls back to a file.
 */
export async function openSecretStore(log: Log): Promise<SecretStore> {
  try {
    const keychain = createRequire(import.meta.url)('@github/keytar') as Keychain
    // Only a write shows a locked or missing keyring; a read of nothing succeeds on some of them.
    await keychain.setPassword(service, probeName, 'available')
    await keychain.deletePassword(service, probeName)
    return {
      kind: 'keychain',
      get: async (name) => await keychain.getPassword(service, name),
      set: async (name, secret) => await keychain.setPassword(service, name, secret),
      remove: async (name) => void (await keychain.deletePassword(service, name)),
    }
  } catch (error) {
    log.warn('secret-store-unavailable', { reason: error instanceof Error ? error.message : String(error) })
    return emptySecretStore
  }
}

const emptySecretStore: SecretStore = {
  kind: 'none',
  get: async () => null,
  set: async () => {},
  remove: async () => {},
}
