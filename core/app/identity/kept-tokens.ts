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
  const left = new Map<string, number>()
  const unwritten = new Map<string, Unwritten>()
  const departures = ({ name }: SsoSession): number => left.get(name) ?? 0

  const read = async (session: SsoSession): Promise<SsoToken | null> => {
    const stored = await tokens.read(session)
    const newer = unwritten.get(session.name)
    if (newer === undefined) return stored
    if (stored?.accessToken === newer.replaces) return newer.token
    unwritten.delete(session.name)
    return stored
  }

  const write = async (session: SsoSession, old: SsoToken, token: SsoToken): Promise<void> => {
    try {
      await tokens.write(session, token)
      unwritten.delete(session.name)
    } catch (error) {
      log.error('token-not-written', { session: session.name, error })
      const replaces = unwritten.get(session.name)?.replaces ?? old.accessToken
      unwritten.set(session.name, { replaces, token })
    }
  }

  return {
    read,
    departures,
    async replace(session, old, renewed, startedAt) {
      // The file is gone, too, when the user signed out in a terminal.
      if ((await read(session)) === null || departures(session) !== startedAt) return false
      await write(session, old, renewed)
      if (departures(session) === startedAt) return true
      unwritten.delete(session.name)
      await tokens.remove(session)
      return false
    },
    depart(session) {
      left.set(session.name, departures(session) + 1)
      unwritten.delete(session.name)
    },
  }
}
