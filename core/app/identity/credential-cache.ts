import type { Result } from '#contract/problem.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Clock } from '../ports.ts'

/** Credentials are replaced when less than this is left of them (ms). */
export const credentialWindowMs = 5 * 60_000

/** Credentials by key, in memory, each fetched once at a time. */
export interface CredentialCache {
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
}

export function createCredentialCache(clock: Clock): CredentialCache {
  const entries = new Map<string, Entry>()

  const isFresh = (entry: Entry): boolean => {
    const expiresAt = entry.credentials?.expiresAt
    return entry.credentials !== null && (expiresAt === undefined || expiresAt - clock.now() > credentialWindowMs)
  }

  const fetchInto = (key: string, fetch: () => Promise<Result<TemporaryCredentials>>): Entry => {
    const entry: Entry = { answer: fetch(), credentials: null }
    entries.set(key, entry)
    const dropFailure = (): void => {
      if (entries.get(key) === entry && entry.credentials === null) entries.delete(key)
    }
    entry.answer
      .then((result) => {
        if (result.ok) entry.credentials = result.value
      })
      .then(dropFailure, dropFailure)
    return entry
  }

  return {
    async get(key, fetch) {
      const kept = entries.get(key)
      const running = kept !== undefined && kept.credentials === null
      if (kept && (running || isFresh(kept))) return kept.answer
      return fetchInto(key, fetch).answer
    },
    hasFresh: (key) => {
      const entry = entries.get(key)
      return entry !== undefined && isFresh(entry)
    },
    forget: (key) => void entries.delete(key),
    forgetAll: (prefix) => {
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key)
    },
  }
}
