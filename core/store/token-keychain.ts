import type { SsoSession } from '#contract/sign-in.ts'
import { fail, ok } from '#domain/result.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import type { TokenStore } from '../app/identity/ports.ts'
import type { Log, SecretStore } from '../app/ports.ts'
import { formatToken, parseToken, tokenFileName } from './token-format.ts'

/** The reason where the system has no keychain at all. */
export const noKeychain = 'no-keychain'

/** Where tokens go: into the folder that aws-cli shares, or into the system's keychain, where only this app sees them. */
export type TokenStorage = 'aws-cli' | 'keychain'

/**
 * Tokens in the keychain, under the name their file would have. Without a keychain, or when it refuses (Windows takes no
 * more than 2,560 bytes), TOKEN_NOT_WRITTEN says so: a token is never written to a file instead.
 */
export function createKeychainTokens(secrets: SecretStore, log: Log): TokenStore {
  const listeners = createListeners<void>()
  const nameOf = (session: SsoSession): string => `sign-in ${tokenFileName(session)}`
  return {
    async read(session) {
      try {
        const text = await secrets.get(nameOf(session))
        return text === null ? null : parseToken(text)
      } catch (error) {
        // A locked keychain, or an entry that makes no sense: whoever wants the token signs in again.
        log.warn('token-not-read', { reason: reasonOf(error) })
        return null
      }
    },
    async write(session, token) {
      try {
        await secrets.set(nameOf(session), formatToken(session, token))
      } catch (error) {
        return fail('TOKEN_NOT_WRITTEN', { session: session.name, reason: reasonOf(error) })
      }
      // Whether there is one is known when it was asked for the first time.
      if (secrets.kind === 'none') return fail('TOKEN_NOT_WRITTEN', { session: session.name, reason: noKeychain })
      listeners.tell()
      return ok(undefined)
    },
    async remove(session) {
      try {
        await secrets.remove(nameOf(session))
      } catch (error) {
        return fail('TOKEN_NOT_REMOVED', { session: session.name, reason: reasonOf(error) })
      }
      listeners.tell()
      return ok(undefined)
    },
    onChange: listeners.subscribe,
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Which place is chosen, now and later. */
interface TokenChoice {
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
      const [file, entry] = await Promise.all(removals)
      // A keychain that was never used may not even work.
      return file.ok && choice.current() === 'keychain' ? entry : file
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
