import type { Result } from '#contract/problem.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Clock } from '../ports.ts'

/** Credentials are replaced when less than this is left of them (ms). */
export const credentialWindowMs = 5 * 60_000

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
  const entries = new Map<string, Entry>()

  const isFresh = (entry: Entry): boolean => {
    const expiresAt = entry.credentials?.expiresAt
    return entry.credentials !== null && (expiresAt === undefined || expiresAt - clock.now() > credentialWindowMs)
  }

  const fetchInto = (key: string, fetch: () => Promise<Result<TemporaryCredentials>>): Entry => {
    const entry: Entry = { answer: fetch(), credentials: null, isDropped: false }
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

  const entryFor: (...call: Parameters<CredentialCache['get']>) => Entry = (key, fetch) => {
    const kept = entries.get(key)
    const isUsable = kept !== undefined && (kept.credentials === null || isFresh(kept))
    return isUsable ? kept : fetchInto(key, fetch)
  }

  const drop = (key: string): void => {
    const entry = entries.get(key)
    if (entry !== undefined) entry.isDropped = true
    entries.delete(key)
  }

  return {
    async get(key, fetch) {
      for (;;) {
        const entry = entryFor(key, fetch)
        const answer = await entry.answer
        if (!entry.isDropped || !answer.ok) return answer
      }
    },
    hasFresh: (key) => {
      const entry = entries.get(key)
      return entry !== undefined && isFresh(entry)
    },
    forget: drop,
    forgetAll: (prefix) => {
      for (const key of entries.keys()) if (key.startsWith(prefix)) drop(key)
    },
  }
}
