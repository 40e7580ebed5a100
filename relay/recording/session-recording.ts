import type { Problem } from '#contract/problem.ts'
import type { RelayFact } from '#contract/relay.ts'
import type { RecordingOrder } from '#contract/recordings.ts'
import type { TerminalSize } from '#contract/shells.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { startShellRecorder, type ShellRecorder } from './shell-recorder.ts'

/** What a recording needs. */
interface SessionRecordingOptions {
  readonly sessionId: string
  readonly order: RecordingOrder
  readonly size: TerminalSize
  readonly clock: Clock
  send(fact: RelayFact): void
}

/** The recording of one session, from before its start until it is on the disk. */
export class SessionRecording {
  /** Null where the shell may be opened without one. */
  readonly recorder: Promise<ShellRecorder | null>
  /** Why the session may not start; null when it may. */
  readonly trouble: Promise<Problem | null>
  readonly #options: SessionRecordingOptions
  #failed: (problem: Problem) => void = () => {}
  #isTold = false

  /** Makes the file at once. */
  constructor(options: SessionRecordingOptions) {
    this.#options = options
    const started = startShellRecorder({ ...options, failed: (problem) => this.#fail(problem) })
    this.recorder = started.then((result) => (result.ok ? result.value : null))
    this.trouble = started.then((result) => {
      if (result.ok) return null
      this.#tell(result.error)
      return options.order.need === 'required' ? result.error : null
    })
  }

  /** Calls when it can not go on, and so its shell may not either. */
  onFailed(failed: (problem: Problem) => void): void {
    this.#failed = failed
  }

  /** Resolves when it is on the disk, or can not be. */
  async end(): Promise<void> {
    const recorder = await this.recorder
    await recorder?.end('ended')
    this.#tell(null)
  }

  #fail(problem: Problem): void {
    this.#tell(problem)
    this.#failed(problem)
  }

  #tell(problem: Problem | null): void {
    if (this.#isTold) return
    this.#isTold = true
    const { sessionId, order, send } = this.#options
    send({ type: 'recording-ended', sessionId, recordingId: order.header.id, problem })
  }
}
