import type { FileOpening } from '#contract/file-relay.ts'
import type { RelayFact, RelayOrder } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { HostedSession } from '../session-host/hosted-session.ts'
import type { SessionHost } from '../session-host/session-host.ts'
import type { FetchedMark } from './fetched-mark.ts'
import { FileSession } from './file-session.ts'

interface FileDeskOptions {
  readonly host: SessionHost
  readonly clock: Clock
  readonly markFetched: FetchedMark
  send(fact: RelayFact): void
}

/** The sessions that carry files, each by its own id. */
export class FileDesk {
  readonly #options: FileDeskOptions
  readonly #sessions = new Map<string, { readonly files: FileSession; readonly session: HostedSession }>()

  constructor(options: FileDeskOptions) {
    this.#options = options
  }

  /** Uses a session that is starting for files, once. */
  open(session: HostedSession, opening: FileOpening, targetId: string): void {
    const { sessionId } = session
    const { clock, send, markFetched } = this.#options
    const files = new FileSession({
      ...{ session, opening, targetId, clock, markFetched },
      tell: (news) => send({ type: 'files', sessionId, news }),
      failed: (error) => {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
        send({ type: 'log', level: 'error', event: 'files-failed', fields: { sessionId, message } })
      },
    })
    this.#sessions.set(sessionId, { files, session })
  }

  /** What is dropped is asked nothing any more; its session is for others to stop. */
  order(order: Extract<RelayOrder, { type: 'files' | 'drop-files' }>): void {
    if (order.type === 'files') this.#sessions.get(order.sessionId)?.files.order(order.ask)
    else this.#sessions.delete(order.sessionId)
  }

  async close(deadlineMs: number): Promise<void> {
    const all = [...this.#sessions.values()]
    this.#sessions.clear()
    await Promise.all(all.map(({ session }) => this.#options.host.stopSession(session, deadlineMs)))
  }
}
