import type { SecretStore } from '#core/app/ports.ts'

/** A store that is opened when it is first needed, or when it is told to. */
export interface LazySecretStore extends SecretStore {
  /** Opens it; the same store each time. */
  open(): Promise<SecretStore>
}

/**
 * A store that is opened later than it is handed out: a locked keyring may ask the user first, and the window does not wait
 * for that. `kind` is `keychain` until the answer is known.
 */
export function lazySecretStore(openStore: () => Promise<SecretStore>): LazySecretStore {
  let kind: SecretStore['kind'] = 'keychain'
  let opening: Promise<SecretStore> | null = null
  const open = (): Promise<SecretStore> => {
    opening ??= openStore().then((store) => {
      kind = store.kind
      return store
    })
    return opening
  }
  return {
    get kind() {
      return kind
    },
    open,
    get: async (name) => await (await open()).get(name),
    set: async (name, secret) => await (await open()).set(name, secret),
    remove: async (name) => await (await open()).remove(name),
  }
}
