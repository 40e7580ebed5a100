import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'

/** Credentials are replaced when less than this is left of them (ms). */
const credentialWindowMs = 5 * 60_000

/** Credentials by key, in memory, each fetched once at a time. */
export interface CredentialCache {
  /** What was dropped while it was fetched is not given out, but fetched anew: the user may have signed out. */
  get(key: string, fetch: () => Promise<Result<TemporaryCredentials>>): Promise<Result<TemporaryCredentials>>
  hasFresh(key: string): boolean
  forget(key: string): void
  /** Drops every key that starts with `prefix`. */
  forgetAll(prefix: string): void
}

interface Entry {
  readonly answer: Promise<Result<TemporaryCredentials>>
  /** Set once the answer is in. */
  credentials: TemporaryCredentials | null
  isDropped: boolean
}

export function createCredentialCache(clock: Clock): CredentialCache {
  return new Cache(clock)
}

type Fetch = () => Promise<Result<TemporaryCredentials>>

class Cache implements CredentialCache {
  readonly #clock: Clock
  readonly #entries = new Map<string, Entry>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async get(key: string, fetch: Fetch): Promise<Result<TemporaryCredentials>> {
    for (;;) {
      const entry = this.#entryFor(key, fetch)
      const answer = await entry.answer
      if (!entry.isDropped || !answer.ok) return answer
    }
  }

  hasFresh(key: string): boolean {
    const entry = this.#entries.get(key)
    return entry !== undefined && this.#isFresh(entry)
  }

  forget(key: string): void {
    const entry = this.#entries.get(key)
    if (entry !== undefined) entry.isDropped = true
    this.#entries.delete(key)
  }

  forgetAll(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.forget(key)
  }

  #isFresh({ credentials }: Entry): boolean {
    if (credentials === null) return false
    return credentials.expiresAt === undefined || credentials.expiresAt - this.#clock.now() > credentialWindowMs
  }

  #entryFor(key: string, fetch: Fetch): Entry {
    const kept = this.#entries.get(key)
    const isUsable = kept !== undefined && (kept.credentials === null || this.#isFresh(kept))
    return isUsable ? kept : this.#fetchInto(key, fetch)
  }

  #fetchInto(key: string, fetch: Fetch): Entry {
    const entry: Entry = { answer: fetch(), credentials: null, isDropped: false }
    this.#entries.set(key, entry)
    const dropFailure = (): void => {
      if (this.#entries.get(key) === entry && entry.credentials === null) this.#entries.delete(key)
    }
    entry.answer
      .then((result) => {
        if (result.ok) entry.credentials = result.value
      })
      .then(dropFailure, dropFailure)
    return entry
  }
}
