import type { SecretStore } from '#core/app/ports.ts'

/**
 * A store that is still being opened: a locked keyring may ask the user first, and the window does not wait for that.
 * `kind` is `keychain` until the answer is known.
 */
export function lazySecretStore(opening: Promise<SecretStore>): SecretStore {
  let kind: SecretStore['kind'] = 'keychain'
  void opening.then((store) => (kind = store.kind))
  return {
    get kind() {
      return kind
    },
    get: async (name) => await (await opening).get(name),
    set: async (name, secret) => await (await opening).set(name, secret),
    remove: async (name) => await (await opening).remove(name),
  }
}
