import type { SsoSession } from '#contract/sign-in.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import type { TokenStore } from '../app/identity/ports.ts'
import type { Log, SecretStore } from '../app/ports.ts'
import { formatToken, parseToken, tokenFileName } from './token-format.ts'

/** Where tokens go: into the folder that aws-cli shares, or into the system's keychain, where only this app sees them. */
export type TokenStorage = 'aws-cli' | 'keychain'

/**
 * Tokens in the keychain, under the name their file would have. Without a keychain, or when it refuses (Windows takes no
 * more than 2,560 bytes), a token lives in memory until the app quits: it is never written to a file instead.
 */
export function createKeychainTokens(secrets: SecretStore, log: Log): TokenStore {
  const memory = new Map<string, string>()
  const listeners = createListeners<void>()
  const nameOf = (session: SsoSession): string => `sign-in ${tokenFileName(session)}`
  return {
    async read(session) {
      try {
        const text = memory.get(nameOf(session)) ?? (await secrets.get(nameOf(session)))
        return text === null ? null : parseToken(text)
      } catch (error) {
        // A locked keychain, or an entry that makes no sense: whoever wants the token signs in again.
        log.warn('token-not-read', { reason: reasonOf(error) })
        return null
      }
    },
    async write(session, token) {
      memory.set(nameOf(session), formatToken(session, token))
      try {
        await secrets.set(nameOf(session), formatToken(session, token))
      } catch (error) {
        log.warn('token-kept-in-memory', { reason: reasonOf(error) })
      }
      listeners.tell()
    },
    async remove(session) {
      memory.delete(nameOf(session))
      await secrets.remove(nameOf(session))
      listeners.tell()
    },
    onChange: listeners.subscribe,
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Which place is chosen, now and later. */
export interface TokenChoice {
  current(): TokenStorage
  onChange(listener: () => void): Unsubscribe
}

/** Reads and writes where the setting says now; a sign-out removes the token from both places. */
export function createChosenTokens(
  places: Readonly<Record<TokenStorage, TokenStore>>,
  choice: TokenChoice,
): TokenStore {
  return {
    read: async (session) => await places[choice.current()].read(session),
    write: async (session, token) => await places[choice.current()].write(session, token),
    async remove(session) {
      const removals = [places['aws-cli'].remove(session), places.keychain.remove(session)] as const
      const [file, entry] = await Promise.allSettled(removals)
      if (file.status === 'rejected') throw file.reason
      // A keychain that was never used may not even work.
      if (entry.status === 'rejected' && choice.current() === 'keychain') throw entry.reason
    },
    onChange(listener) {
      const stops = [
        places['aws-cli'].onChange(listener),
        places.keychain.onChange(listener),
        choice.onChange(listener),
      ]
      return () => stops.forEach((stop) => stop())
    },
  }
}
