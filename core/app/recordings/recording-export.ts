import type { SealVerdict } from '#contract/recordings.ts'
import type { Result } from '#contract/result.ts'
import { readRecordingName } from '#domain/recording/file-name.ts'
import { EventReader } from '#domain/recording/recorded-lines.ts'
import { TextLines } from '#domain/recording/text-lines.ts'
import { fail, ok } from '#domain/result.ts'
import { visibleLines } from '#domain/text/visible.ts'
import type { RecordingFiles } from './ports.ts'
import type { FoundRecording } from './recording-catalog.ts'

export type ExportFormat = 'asciicast' | 'text'

/** What an export needs to know besides the recording. */
interface ExportRequest {
  readonly format: ExportFormat
  /** Absolute; whoever asked the person agreed that it may be written over. */
  readonly path: string
  readonly verdict: SealVerdict | null
  /** What stands above plain text: who, where, when, and what the seal says. */
  readonly intro: readonly string[]
}

const decoder = new TextDecoder()

/** A name that says target and start. */
export function exportName({ file }: FoundRecording, format: ExportFormat): string {
  const said = readRecordingName(file.name)
  const [time = ''] = file.name.split('_')
  return `${said?.target ?? 'recording'}_${time}.${format === 'text' ? 'txt' : 'cast'}`
}

/** Writes a copy of a recording for others. RECORDING_NOT_CHANGED when it can not be written. */
export async function exportRecording(
  files: RecordingFiles,
  { file }: FoundRecording,
  request: ExportRequest,
): Promise<Result<void>> {
  const text = request.format === 'text' ? asText(files, file.name, request) : asCast(files, file.name, request.verdict)
  try {
    await files.write(request.path, text)
    return ok(undefined)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return fail('RECORDING_NOT_CHANGED', { task: 'export', reason })
  }
}

/** The very lines; the first has the seal's result as its last key, without which it is the sealed one again. */
async function* asCast(
  files: RecordingFiles,
  name: string,
  verdict: SealVerdict | null,
): AsyncIterable<Uint8Array | string> {
  let isFirst = true
  for await (const { lines } of files.lines(name)) {
    for (const line of lines) {
      yield isFirst ? withSeal(decoder.decode(line), verdict) : line
      isFirst = false
    }
  }
}

function withSeal(header: string, verdict: SealVerdict | null): string {
  return header.replace(/\}\s*$/, `,"culvertSeal":${JSON.stringify(verdict ?? { is: 'not-checked' })}}\n`)
}

/** The bar is before each line that a far end printed: none of them can pass for what is said above. */
async function* asText(files: RecordingFiles, name: string, { intro }: ExportRequest): AsyncIterable<string> {
  yield [...intro, '', ''].join('\n')
  let text = ''
  const lines = new TextLines((line) => {
    text += `| ${visibleLines(line.text)}\n`
  })
  const reader = new EventReader()
  for await (const part of files.lines(name)) {
    for (const line of part.lines) {
      const event = reader.read(decoder.decode(line))
      if (event?.kind === 'output') lines.write(event.text, event.atMs)
    }
    yield text
    text = ''
  }
  lines.end()
  yield text
}
