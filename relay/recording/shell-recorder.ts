import type { RecordingOrder } from '#contract/recordings.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { TerminalSize } from '#contract/shells.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fail, ok } from '#domain/result.ts'
import { noKeys, over, shown, typed, type EchoStep } from '#domain/recording/echoed-keys.ts'
import { headerLine, sizeText } from '#domain/recording/recorded-lines.ts'
import { SealChain } from '#domain/recording/seal-chain.ts'
import { LineWriter } from './line-writer.ts'
import { OutputSegments } from './output-segments.ts'
import { createRecordingFile } from './recording-file.ts'
import { sealPrimitives } from './seal-primitives.ts'

/** Records one shell beside its bytes. */
export interface ShellRecorder {
  /** `recorded` is called once the system has the bytes, in the order given; never after a failure. */
  output(bytes: Uint8Array, recorded: () => void): void
  /** What was typed; kept only if the recording was told to, and only what was shown. */
  input(bytes: Uint8Array): void
  resize(size: TerminalSize): void
  /** Something happened to the session. */
  mark(label: 'reconnected'): void
  /** Ends and seals the file. Resolves when it is on the disk, or can not be. */
  end(how: string): Promise<void>
}

/** What a recorder needs. */
interface ShellRecorderOptions {
  readonly order: RecordingOrder
  /** The terminal's first size. */
  readonly size: TerminalSize
  readonly clock: Clock
  /** Nothing more is recorded from now on: RECORDING_NOT_WRITTEN. Told once. */
  failed(problem: Problem): void
}

/** Makes the file and writes its header; RECORDING_NOT_WRITTEN when that can not be done. */
export async function startShellRecorder(options: ShellRecorderOptions): Promise<Result<ShellRecorder>> {
  try {
    const header = Buffer.from(headerLine(options.order.header, options.size))
    const file = await createRecordingFile(options.order.file, header)
    const chain = new SealChain(sealPrimitives, options.order.sealKey)
    chain.cover(header)
    const startedAt = options.clock.now()
    const writer = new LineWriter({
      file,
      chain,
      clock: options.clock,
      elapsed: () => options.clock.now() - startedAt,
      failed: (error) => options.failed(problemOf('RECORDING_NOT_WRITTEN', { reason: codeOf(error), when: 'open' })),
    })
    return ok(new FileRecorder(options, writer))
  } catch (error) {
    return fail('RECORDING_NOT_WRITTEN', { reason: codeOf(error), when: 'start' })
  }
}

class FileRecorder implements ShellRecorder {
  readonly #clock: Clock
  readonly #keepsKeys: boolean
  readonly #writer: LineWriter
  readonly #segments = new OutputSegments()
  readonly #inputText = new TextDecoder()
  #waiting = noKeys
  #ending: Promise<void> | null = null

  constructor({ order, clock }: ShellRecorderOptions, writer: LineWriter) {
    this.#clock = clock
    this.#keepsKeys = order.header.keys === 'shown'
    this.#writer = writer
  }

  output(bytes: Uint8Array, recorded: () => void): void {
    if (this.#ending !== null) return
    const segments = this.#segments.take(bytes)
    segments.forEach((segment) => this.#output(segment))
    // With the last line of it; what has begun a character waits, and so does who would draw it.
    this.#writer.afterAll(recorded)
  }

  input(bytes: Uint8Array): void {
    if (this.#ending !== null || !this.#keepsKeys) return
    this.#echo(typed(this.#waiting, this.#inputText.decode(bytes, { stream: true }), this.#clock.now()))
  }

  resize(size: TerminalSize): void {
    if (this.#ending === null) this.#writer.write('r', sizeText(size))
  }

  mark(label: 'reconnected'): void {
    if (this.#ending === null) this.#writer.write('m', label)
  }

  end(how: string): Promise<void> {
    this.#ending ??= this.#end(how)
    return this.#ending
  }

  #end(how: string): Promise<void> {
    this.#segments.end().forEach((segment) => this.#output(segment))
    this.#echo(over(this.#waiting))
    return this.#writer.end(how)
  }

  #output({ text, bytes }: ReturnType<OutputSegments['take']>[number]): void {
    if (this.#keepsKeys) this.#echo(shown(this.#waiting, text, this.#clock.now()))
    if (bytes !== null) this.#writer.write('b', Buffer.from(bytes).toString('base64'))
    this.#writer.write('o', text)
  }

  #echo({ waiting, kept }: EchoStep): void {
    this.#waiting = waiting
    if (kept?.kind === 'shown') this.#writer.write('i', kept.text)
    if (kept?.kind === 'hidden') this.#writer.write('k', String(kept.count))
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error)
}
