import {
  activityBars,
  mostHits,
  type RecordingHeader,
  type RecordingHit,
  type RecordingOutline,
  type SealVerdict,
} from '#contract/recordings.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { ActivityMeter } from '#domain/recording/activity.ts'
import { EventReader, type RecordedEvent } from '#domain/recording/recorded-lines.ts'
import type { SealPrimitives } from '#domain/recording/seal-chain.ts'
import { SealCheck } from '#domain/recording/seal-check.ts'
import { TextLines } from '#domain/recording/text-lines.ts'
import { ok } from '#domain/result.ts'
import type { FoundRecording } from './recording-catalog.ts'
import { LineTooLong, type RecordingFiles } from './ports.ts'
import type { SealKeys } from './seal-keys.ts'

/** What reading needs. */
export interface RecordingReadingOptions {
  readonly files: RecordingFiles
  readonly sealKeys: SealKeys
  readonly primitives: SealPrimitives
}

type HearLine = (line: Uint8Array, event: RecordedEvent | null) => void

const mostMarks = 1_000
const longestHit = 400
const decoder = new TextDecoder()

/** Goes over all lines of a recording, its header first. RECORDING_UNREADABLE when it can not be read to its end. */
async function readRecording(
  files: RecordingFiles,
  { file, entry }: FoundRecording,
  hear: HearLine,
): Promise<Result<{ readonly isTorn: boolean }>> {
  if (entry.content.is === 'newer') return unreadable({ reason: 'newer' })
  if (entry.content.is === 'unreadable') return { ok: false, error: entry.content.problem }
  const reader = new EventReader()
  let isTorn = false
  try {
    for await (const part of files.lines(file.name)) {
      part.lines.forEach((line) => hear(line, reader.read(decoder.decode(line))))
      isTorn = part.isTorn
    }
    return ok({ isTorn })
  } catch (error) {
    if (error instanceof LineTooLong) return unreadable({ reason: 'not-ours' })
    return unreadable({ reason: 'system', said: error instanceof Error ? error.message : String(error) })
  }
}

/** What the seal says; null while the recording is being written, for that would be over before it is. */
export async function checkSeal(
  options: RecordingReadingOptions,
  found: FoundRecording,
): Promise<Result<SealVerdict | null>> {
  const check = await sealCheckOf(options, found)
  if (check === null || check === 'unknown-key') return ok(check === null ? null : { is: 'unknown-key' })
  const read = await readRecording(options.files, found, (line, event) => check.line(line, event))
  return read.ok ? ok(check.verdict(read.value.isTorn)) : read
}

/** What a replay needs to know first, and the seal's verdict, in one reading. */
export async function outlineRecording(
  options: RecordingReadingOptions,
  found: FoundRecording,
): Promise<Result<RecordingOutline>> {
  const check = await sealCheckOf(options, found)
  const meter = new ActivityMeter(activityBars)
  const marks: RecordingOutline['marks'] = []
  let durationMs = 0
  const read = await readRecording(options.files, found, (line, event) => {
    if (check instanceof SealCheck) check.line(line, event)
    if (event === null) return
    durationMs = Math.max(durationMs, event.atMs)
    if (event.kind === 'output') meter.add(event.atMs, event.text.length)
    if (event.kind === 'mark' && marks.length < mostMarks)
      marks.push({ atMs: event.atMs, label: event.label.slice(0, 200) })
  })
  if (!read.ok) return read
  const { entry } = found
  return ok({
    entry: entry.content.is === 'readable' ? { ...entry, content: { ...entry.content, durationMs } } : entry,
    verdict: check instanceof SealCheck ? check.verdict(read.value.isTorn) : check === null ? null : { is: check },
    activity: [...meter.bars(activityBars, durationMs)],
    marks,
    isTorn: read.value.isTorn,
  })
}

/** Where a text is in what the terminal showed, without regard to case. */
export async function searchRecording(
  files: RecordingFiles,
  found: FoundRecording,
  text: string,
): Promise<Result<{ readonly count: number; readonly hits: RecordingHit[] }>> {
  const sought = text.toLowerCase()
  const hits: RecordingHit[] = []
  let count = 0
  const lines = new TextLines(({ text: line, at }) => {
    const place = line.toLowerCase().indexOf(sought)
    if (place < 0) return
    count += 1
    if (hits.length < mostHits) hits.push({ atMs: at, line: around(line, place) })
  })
  const read = await readRecording(files, found, (_line, event) => {
    if (event?.kind === 'output') lines.write(event.text, event.atMs)
  })
  if (!read.ok) return read
  lines.end()
  return ok({ count, hits })
}

/** As much of a long line as can be told, with the hit in it. */
function around(line: string, place: number): string {
  const from = Math.max(0, Math.min(place - 40, line.length - longestHit))
  return line.slice(from, from + longestHit)
}

async function sealCheckOf(
  { sealKeys, primitives }: RecordingReadingOptions,
  { entry }: FoundRecording,
): Promise<SealCheck | 'unknown-key' | null> {
  if (entry.isLive || entry.content.is !== 'readable') return null
  const header: RecordingHeader = entry.content.header
  const key = await sealKeys.of(header)
  if (key === 'unknown') return 'unknown-key'
  return new SealCheck({ primitives, key: key?.key ?? null, startedAt: header.startedAt })
}

function unreadable(details: Extract<Problem, { code: 'RECORDING_UNREADABLE' }>['details']): Result<never> {
  return { ok: false, error: problemOf('RECORDING_UNREADABLE', details) }
}
