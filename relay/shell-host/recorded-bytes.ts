import type { TerminalSize } from '#contract/shells.ts'
import type { SessionRecording } from '../recording/session-recording.ts'
import type { ShellRecorder } from '../recording/shell-recorder.ts'

/** What becomes of output once it is recorded. */
type Show = (bytes: Uint8Array<ArrayBuffer>) => void

/** The bytes of a shell on their way past its recording: what is not recorded is not shown. */
export class RecordedBytes {
  /** Settles when the recording is on the disk, or can not be. */
  readonly over: Promise<void>
  readonly #recording: Pick<SessionRecording, 'recorder' | 'end'>
  #recorder: ShellRecorder | null = null
  #settle: () => void = () => {}
  #hasFailed = false
  /** Bytes that were given and are not recorded yet. */
  #underway = 0

  constructor(recording: Pick<SessionRecording, 'recorder' | 'end'>) {
    this.#recording = recording
    this.over = new Promise((resolve) => (this.#settle = resolve))
    // It is there before the session is ready.
    void recording.recorder.then((recorder) => (this.#recorder = recorder))
  }

  get underway(): number {
    return this.#underway
  }

  /** After a failure nothing is shown any more. */
  output(bytes: Uint8Array<ArrayBuffer>, show: Show): void {
    if (this.#hasFailed) return
    if (this.#recorder === null) return show(bytes)
    this.#underway += bytes.length
    this.#recorder.output(bytes, () => {
      this.#underway -= bytes.length
      show(bytes)
    })
  }

  input(bytes: Uint8Array): void {
    this.#recorder?.input(bytes)
  }

  resize(size: TerminalSize): void {
    this.#recorder?.resize(size)
  }

  resumed(): void {
    this.#recorder?.mark('reconnected')
  }

  giveUp(): void {
    this.#hasFailed = true
  }

  async end(): Promise<void> {
    await this.#recording.end()
    this.#settle()
  }
}
