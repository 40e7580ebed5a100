import type { RelayFact } from '#contract/relay.ts'
import { within, type Clock } from '#domain/clock/clock.ts'
import type { HostedSession } from '../session-host/hosted-session.ts'
import type { SessionHost } from '../session-host/session-host.ts'
import type { SessionRecording } from '../recording/session-recording.ts'
import type { StreamPort } from '../stream-port.ts'
import { RecordedBytes } from './recorded-bytes.ts'
import { HostedShell } from './hosted-shell.ts'

/** For the last lines of recordings, once their shells are over. */
const recordingMs = 1_000

/** What hosted shells need. */
interface HostedShellsOptions {
  readonly host: SessionHost
  readonly clock: Clock
  send(fact: RelayFact): void
}

/** The shells of this program, each by its session. A shell outlives it: what was printed last can still be shown. */
export class HostedShells {
  readonly #options: HostedShellsOptions
  readonly #shells = new Map<string, { readonly shell: HostedShell; readonly session: HostedSession }>()
  /** Recordings that are not on the disk yet. */
  readonly #recordings = new Set<SessionRecording>()

  constructor(options: HostedShellsOptions) {
    this.#options = options
  }

  /** Takes in a session that is starting, once. It is not started before its recording, if it has one. */
  open(session: HostedSession, recording: SessionRecording | null): void {
    const { sessionId } = session
    if (this.#shells.has(sessionId)) return
    const { clock } = this.#options
    const recorded = recording === null ? null : this.#recorded(session, recording)
    const shell = new HostedShell({
      clock,
      recorded,
      log: (level, event, fields) => this.#log(level, event, sessionId, fields),
    })
    this.#shells.set(sessionId, { shell, session })
    session.useBy({
      ready: () => {
        const { carrier } = session
        if (carrier?.for === 'shell') shell.begin(carrier.session)
      },
      over: () => shell.sessionOver(),
      unused: () => {},
      resumed: () => recorded?.resumed(),
    })
  }

  /** Shows a shell on a page. One that is not there has ended. */
  attach(sessionId: string, port: StreamPort): void {
    const known = this.#shells.get(sessionId)
    if (known !== undefined) return known.shell.attach(port)
    this.#log('info', 'shell-unknown', sessionId)
    port.post({ type: 'end' })
  }

  /** Nobody will look at it again. Its session is for others to stop. */
  drop(sessionId: string): void {
    this.#shells.get(sessionId)?.shell.close()
    this.#shells.delete(sessionId)
  }

  /** Stops every shell within the deadline. */
  async close(deadlineMs: number): Promise<void> {
    const all = [...this.#shells]
    await Promise.all(all.map(([, { session }]) => this.#options.host.stopSession(session, deadlineMs)))
    for (const [sessionId] of all) this.drop(sessionId)
    await within(this.#options.clock, recordingMs, Promise.all([...this.#recordings].map((one) => one.end())))
  }

  /** What can not be recorded any more may not go on. */
  #recorded(session: HostedSession, recording: SessionRecording): RecordedBytes {
    const recorded = new RecordedBytes(recording)
    this.#recordings.add(recording)
    void recorded.over.then(() => this.#recordings.delete(recording))
    recording.onFailed((problem) => {
      recorded.giveUp()
      this.#shells.get(session.sessionId)?.shell.discard()
      void this.#options.host.lose(session, problem)
    })
    return recorded
  }

  #log(level: 'info' | 'warn', event: string, sessionId: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#options.send({ type: 'log', level, event, fields: { sessionId, ...fields } })
  }
}
