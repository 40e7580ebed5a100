import type { SsoSession } from '#contract/sign-in.ts'
import type { Log } from '../ports.ts'
import type { SsoToken, TokenStore } from './ports.ts'

/** The stored tokens as renewals see them: what the user has left does not come back, what no disk takes is not lost. */
export interface KeptTokens {
  read(session: SsoSession): Promise<SsoToken | null>
  /** Puts a renewed token in the place of the one it was made from. False when the user signed out meanwhile. */
  replace(session: SsoSession, old: SsoToken, renewed: SsoToken, startedAt: number): Promise<boolean>
  /** The number of sign-outs so far; a renewal begins with it. */
  departures(session: SsoSession): number
  /** The user signs out: no renewal that began before puts its token back. */
  depart(session: SsoSession): void
}

/** A renewed token that could not be written, and the one it replaces. The service takes the old one's refresh token no more. */
interface Unwritten {
  readonly replaces: string
  readonly token: SsoToken
}

export function createKeptTokens(tokens: TokenStore, log: Log): KeptTokens {
  return new Tokens(tokens, log)
}

class Tokens implements KeptTokens {
  readonly #tokens: TokenStore
  readonly #log: Log
  readonly #left = new Map<string, number>()
  readonly #unwritten = new Map<string, Unwritten>()

  constructor(tokens: TokenStore, log: Log) {
    this.#tokens = tokens
    this.#log = log
  }

  async read(session: SsoSession): Promise<SsoToken | null> {
    const stored = await this.#tokens.read(session)
    const newer = this.#unwritten.get(session.name)
    if (newer === undefined) return stored
    if (stored?.accessToken === newer.replaces) return newer.token
    this.#unwritten.delete(session.name)
    return stored
  }

  async replace(session: SsoSession, old: SsoToken, renewed: SsoToken, startedAt: number): Promise<boolean> {
    // The file is gone, too, when the user signed out in a terminal.
    if ((await this.read(session)) === null || this.departures(session) !== startedAt) return false
    await this.#write(session, old, renewed)
    if (this.departures(session) === startedAt) return true
    this.#unwritten.delete(session.name)
    await this.#tokens.remove(session)
    return false
  }

  departures({ name }: SsoSession): number {
    return this.#left.get(name) ?? 0
  }

  depart(session: SsoSession): void {
    this.#left.set(session.name, this.departures(session) + 1)
    this.#unwritten.delete(session.name)
  }

  async #write(session: SsoSession, old: SsoToken, token: SsoToken): Promise<void> {
    try {
      await this.#tokens.write(session, token)
      this.#unwritten.delete(session.name)
    } catch (error) {
      this.#log.error('token-not-written', { session: session.name, error })
      const replaces = this.#unwritten.get(session.name)?.replaces ?? old.accessToken
      this.#unwritten.set(session.name, { replaces, token })
    }
  }
}
