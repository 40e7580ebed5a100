import { mostRecordings, type RecordingContent, type RecordingEntry, type RecordingList } from '#contract/recordings.ts'
import type { Result } from '#contract/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { readRecordingName } from '#domain/recording/file-name.ts'
import { EventReader, readHeader } from '#domain/recording/recorded-lines.ts'
import type { KeptRecording } from '#domain/recording/retention.ts'
import { fail, ok } from '#domain/result.ts'
import { mapLimited } from '../map-limited.ts'
import type { RecordingFile, RecordingFiles } from './ports.ts'

/** What the catalog needs. */
interface RecordingCatalogOptions {
  readonly files: RecordingFiles
  /** A name for a name: 22 marks of base64url that say nothing of it. */
  idOf(name: string): string
}

/** A recording in its folder. */
export interface FoundRecording {
  readonly file: RecordingFile
  readonly entry: RecordingEntry
}

/** Files that are read at once: a folder may hold thousands, and a process can open a thousand. */
const atOnce = 16

/** Which recordings there are. What was read of a file is remembered until the file changes. */
export class RecordingCatalog {
  readonly #options: RecordingCatalogOptions
  readonly #read = new Map<string, { readonly version: string; readonly content: RecordingContent }>()
  readonly #names = new Map<string, string>()
  /** Names of those that the relay writes now, by their ids in the files. */
  readonly #live = new Map<string, string>()

  constructor(options: RecordingCatalogOptions) {
    this.#options = options
  }

  started(id: string, name: string): void {
    this.#live.set(id, name)
  }

  ended(id: string): void {
    this.#live.delete(id)
  }

  allEnded(): void {
    this.#live.clear()
  }

  async list(): Promise<RecordingList> {
    const [files, folder] = await Promise.all([this.#newestFirst(), this.#options.files.prepare()])
    const recordings = await mapLimited(files.slice(0, mostRecordings), atOnce, (file) => this.#entry(file))
    return {
      recordings: [...recordings],
      count: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      problem: folder.ok ? null : folder.error,
    }
  }

  /** RECORDING_UNREADABLE when it is gone. */
  async find(id: string): Promise<Result<FoundRecording>> {
    if (!this.#names.has(id)) await this.#newestFirst()
    const name = this.#names.get(id)
    const file = name === undefined ? null : await this.#options.files.find(name)
    if (file === null) return fail('RECORDING_UNREADABLE', { reason: 'gone' })
    return ok({ file, entry: await this.#entry(file) })
  }

  /** All that nobody writes, by their names and sizes alone: none of them is read. */
  async finished(): Promise<readonly KeptRecording[]> {
    const live = new Set(this.#live.values())
    return (await this.#newestFirst())
      .filter(({ name }) => !live.has(name))
      .map(({ name, bytes }) => ({ name, bytes, startedAt: readRecordingName(name)?.startedAt ?? 0 }))
  }

  /** Those of them that this version can read, now: what retention may take. */
  async readable(recordings: readonly KeptRecording[]): Promise<readonly KeptRecording[]> {
    const readable = await mapLimited(recordings, atOnce, async ({ name }) => {
      const file = await this.#options.files.find(name)
      return file !== null && (await this.#content(file)).is === 'readable'
    })
    return recordings.filter((_, at) => readable[at] === true)
  }

  async #newestFirst(): Promise<readonly RecordingFile[]> {
    const files = await this.#options.files.list()
    for (const { name } of files) this.#names.set(this.#options.idOf(name), name)
    return files.toSorted((one, other) => (one.name < other.name ? 1 : -1))
  }

  async #entry(file: RecordingFile): Promise<RecordingEntry> {
    const { name, bytes } = file
    const said = readRecordingName(name)
    return {
      id: this.#options.idOf(name),
      startedAt: said?.startedAt ?? 0,
      user: said?.user ?? '',
      target: said?.target ?? '',
      bytes,
      isLive: [...this.#live.values()].includes(name),
      content: await this.#content(file),
    }
  }

  async #content(file: RecordingFile): Promise<RecordingContent> {
    const known = this.#read.get(file.name)
    if (known?.version === file.version) return known.content
    try {
      const content = contentOf(await this.#options.files.ends(file))
      this.#read.set(file.name, { version: file.version, content })
      return content
    } catch (error) {
      // Not remembered: what the system refuses today says nothing of the file.
      return unreadable(error)
    }
  }
}

function contentOf({ first, last }: Awaited<ReturnType<RecordingFiles['ends']>>): RecordingContent {
  const read = first === null ? ({ is: 'not-ours' } as const) : readHeader(textOf(first))
  if (read.is === 'newer') return { is: 'newer' }
  if (read.is === 'not-ours')
    return { is: 'unreadable', problem: problemOf('RECORDING_UNREADABLE', { reason: 'not-ours' }) }
  const reader = new EventReader()
  const durationMs = last.reduce((latest, line) => Math.max(latest, reader.read(textOf(line))?.atMs ?? 0), 0)
  return { is: 'readable', header: read.header, size: read.size, durationMs }
}

function unreadable(error: unknown): RecordingContent {
  const said = error instanceof Error ? error.message : String(error)
  return { is: 'unreadable', problem: problemOf('RECORDING_UNREADABLE', { reason: 'system', said }) }
}

const decoder = new TextDecoder()
const textOf = (line: Uint8Array): string => decoder.decode(line)
