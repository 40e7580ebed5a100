import type { Problem } from '#contract/problem.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import { ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { AwsConfig, AwsConfigStore } from './ports.ts'

/** The AWS config with the sessions that somebody has typed, which are written when the first sign-in with them has worked. */
export interface ProposedSessions extends Omit<AwsConfigStore, 'putSession'> {
  /** From here on the session is there, in this program alone. */
  propose(session: SsoSession): void
  /** The sign-in has worked: writes a session that is only proposed. One that cannot be written stays, and `problems` says why. */
  settle(name: string): Promise<Result<void>>
  problems(): readonly Problem[]
  onProblems(listener: () => void): Unsubscribe
}

interface Proposal {
  readonly session: SsoSession
  /** Why it could not be written, when that was tried. */
  readonly problem: Problem | null
}

export function createProposedSessions(config: AwsConfigStore): ProposedSessions {
  const proposals = new Map<string, Proposal>()
  const changed = createListeners<void>()
  return {
    async read() {
      return withProposals(await config.read(), proposals)
    },
    propose(session) {
      proposals.set(session.name, { session, problem: null })
      changed.tell()
    },
    async settle(name) {
      const proposal = proposals.get(name)
      if (proposal === undefined) return ok(undefined)
      const written = await config.putSession(proposal.session)
      // Another one may have been typed meanwhile.
      if (proposals.get(name) !== proposal) return written
      if (written.ok) proposals.delete(name)
      else proposals.set(name, { ...proposal, problem: written.error })
      changed.tell()
      return written
    },
    problems: () => [...proposals.values()].flatMap(({ problem }) => problem ?? []),
    onProblems: changed.subscribe,
    removeSession(name) {
      proposals.delete(name)
      changed.tell()
      return config.removeSession(name)
    },
    onChange: (listener) => config.onChange(listener),
  }
}

function withProposals(config: AwsConfig, proposals: ReadonlyMap<string, Proposal>): AwsConfig {
  if (proposals.size === 0) return config
  const proposed = [...proposals.values()]
  return {
    ...config,
    sessions: [
      ...config.sessions.map((session) => proposals.get(session.name)?.session ?? session),
      ...proposed.flatMap(({ session }) =>
        config.sessions.some(({ name }) => name === session.name) ? [] : [session],
      ),
    ],
  }
}
