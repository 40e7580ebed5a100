import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'vitest'
import type { RecordingHeader, RecordingOrder } from '#contract/recordings.ts'
import type { Problem } from '#contract/problem.ts'
import { recordingFileName } from '#domain/recording/file-name.ts'
import { EventReader } from '#domain/recording/recorded-lines.ts'
import { startShellRecorder, type ShellRecorder } from '#relay/recording/shell-recorder.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { sampleHeader } from '../../unit/recording/sample-header.ts'

/** A recorder over a real file. */
export interface RecorderUnderTest {
  readonly recorder: ShellRecorder
  readonly file: string
  readonly clock: ManualClock
  readonly problems: readonly Problem[]
}

/** A folder of its own, and recorders that write into it. */
export class RecordingWorld {
  folder = ''
  #disk: string | null = null

  async open(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'culvert-recordings-'))
  }

  /** A disk of a few pages; only an administrator of Linux makes one. */
  async smallDisk(context: TestContext, bytes: number): Promise<string> {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) context.skip('only root mounts a disk')
    const place = join(this.folder, 'disk')
    await mkdir(place)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'tmpfs', place], { stdio: 'ignore' })
    } catch {
      context.skip('this system mounts no disk for a test')
    }
    this.#disk = place
    return place
  }

  async close(): Promise<void> {
    if (this.#disk !== null) execFileSync('umount', [this.#disk])
    this.#disk = null
    await rm(this.folder, { recursive: true, force: true })
  }

  order(part: Partial<RecordingHeader> = {}, sealKey: string | null = null, folder = this.folder): RecordingOrder {
    const header = sampleHeader(part)
    const name = recordingFileName(header.startedAt, header.user ?? '', header.targetName ?? header.target, header.id)
    return { file: join(folder, name), header, sealKey, need: 'required' }
  }

  async record(order: RecordingOrder = this.order()): Promise<RecorderUnderTest> {
    const clock = new ManualClock()
    const problems: Problem[] = []
    const failed = (problem: Problem): void => void problems.push(problem)
    const started = await startShellRecorder({ order, size: { columns: 80, rows: 24 }, clock, failed })
    if (!started.ok) throw new Error(`not started: ${JSON.stringify(started.error)}`)
    return { recorder: started.value, file: order.file, clock, problems }
  }
}

/** Resolves once the system has the bytes. */
export function recorded(recorder: ShellRecorder, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => recorder.output(bytes, resolve))
}

/** What a player would write to a terminal, byte for byte. */
export async function replayedBytes(file: string): Promise<Buffer> {
  const reader = new EventReader()
  const lines = (await readFile(file, 'utf8')).split('\n')
  const parts = lines.flatMap((line) => {
    const event = reader.read(line)
    if (event?.kind !== 'output') return []
    return [event.bytes === null ? Buffer.from(event.text) : Buffer.from(event.bytes, 'base64')]
  })
  return Buffer.concat(parts)
}
