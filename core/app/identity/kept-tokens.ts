import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import type { Log } from '../ports.ts'
import type { SsoToken, TokenStore } from './ports.ts'

/**
 * The stored tokens as the app uses them: one that no disk takes is kept in memory, one that the user has left does not come
 * back, and what the disk refused is told among the problems.
 */
export interface KeptTokens {
  read(session: SsoSession): Promise<SsoToken | null>
  /** Puts the token of a new sign-in in the place of whatever is stored. */
  keep(session: SsoSession, token: SsoToken): Promise<void>
  /** Puts a renewed token in the place of the one it was made from. False when the user signed out meanwhile. */
  replace(session: SsoSession, old: SsoToken, renewed: SsoToken, startedAt: number): Promise<boolean>
  /** The number of sign-outs so far; a renewal begins with it. */
  departures(session: SsoSession): number
  /** The user signs out: the token is removed, none of a renewal that began before is put back, and one that stays on the disk is not used. */
  depart(session: SsoSession): Promise<Departure>
  /** What could not be written or removed, until it could. */
  problems(): readonly Problem[]
  onProblems(listener: () => void): Unsubscribe
}

/** What a sign-out found, and whether the store gave it up. */
export interface Departure {
  readonly token: SsoToken | null
  readonly removed: Result<void>
}

/** A token that could not be written, and the stored one it replaces; null when there was none to be read. */
interface Unwritten {
  readonly replaces: string | null
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
  /** Access tokens that the user has left and the store would not give up. */
  readonly #abandoned = new Map<string, string>()
  readonly #problems = new Map<string, Problem>()
  readonly #changed = createListeners<void>()
  readonly onProblems = this.#changed.subscribe

  constructor(tokens: TokenStore, log: Log) {
    this.#tokens = tokens
    this.#log = log
  }

  async read(session: SsoSession): Promise<SsoToken | null> {
    const stored = await this.#tokens.read(session)
    const newer = this.#unwritten.get(session.name)
    if (newer !== undefined) {
      if ((stored?.accessToken ?? null) === newer.replaces) return newer.token
      this.#forget(session)
    }
    return stored !== null && stored.accessToken === this.#abandoned.get(session.name) ? null : stored
  }

  async keep(session: SsoSession, token: SsoToken): Promise<void> {
    const stored = await this.#tokens.read(session)
    await this.#write(session, stored?.accessToken ?? null, token)
  }

  async replace(session: SsoSession, old: SsoToken, renewed: SsoToken, startedAt: number): Promise<boolean> {
    // The file is gone, too, when the user signed out in a terminal.
    if ((await this.read(session)) === null || this.departures(session) !== startedAt) return false
    const newer = this.#unwritten.get(session.name)
    await this.#write(session, newer === undefined ? old.accessToken : newer.replaces, renewed)
    if (this.departures(session) === startedAt) return true
    await this.depart(session)
    return false
  }

  departures({ name }: SsoSession): number {
    return this.#left.get(name) ?? 0
  }

  async depart(session: SsoSession): Promise<Departure> {
    this.#left.set(session.name, this.departures(session) + 1)
    const unwritten = this.#unwritten.get(session.name)?.token ?? null
    this.#forget(session)
    const stored = await this.#tokens.read(session).catch(() => null)
    const removed = await this.#tokens.remove(session)
    if (removed.ok) this.#abandoned.delete(session.name)
    else {
      if (stored !== null) this.#abandoned.set(session.name, stored.accessToken)
      this.#tell(session, removed.error)
    }
    return { token: unwritten ?? stored, removed }
  }

  problems(): readonly Problem[] {
    return [...this.#problems.values()]
  }

  async #write(session: SsoSession, replaces: string | null, token: SsoToken): Promise<void> {
    const written = await this.#tokens.write(session, token)
    if (written.ok) return this.#forget(session)
    this.#unwritten.set(session.name, { replaces, token })
    this.#tell(session, written.error)
  }

  #forget({ name }: SsoSession): void {
    this.#unwritten.delete(name)
    if (this.#problems.delete(name)) this.#changed.tell()
  }

  #tell({ name }: SsoSession, problem: Problem): void {
    this.#log.error('token-not-kept', { session: name, code: problem.code, ...problem.details })
    this.#problems.set(name, problem)
    this.#changed.tell()
  }
}
