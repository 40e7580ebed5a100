import type { Result } from '#contract/result.ts'

/** A file in the recordings' folder that has a recording's name. */
export interface RecordingFile {
  readonly name: string
  readonly bytes: number
  /** Changes with its content. */
  readonly version: string
}

/** Lines of a recording as they lie in the file, with their ends. */
export interface RecordingLines {
  readonly lines: readonly Uint8Array[]
  /** The file ends in the middle of a line, which is left out. */
  readonly isTorn: boolean
}

/** The recordings' folder. What the system refuses is a value where it is expected, and rejects elsewhere. */
export interface RecordingFiles {
  /** Sees to it that the folder is there, for this user alone, and can be written to; resolves to its path. RECORDING_NOT_WRITTEN. */
  prepare(): Promise<Result<string>>
  /** None when there is no folder. */
  list(): Promise<readonly RecordingFile[]>
  /** Null when there is no such file. */
  find(name: string): Promise<RecordingFile | null>
  /** The first line, and as much of the last lines as fits into some 64 KiB; null when the first line does not. */
  ends(file: RecordingFile): Promise<{ readonly first: Uint8Array | null; readonly last: readonly Uint8Array[] }>
  /** All lines, some at a time. Rejects with {@link LineTooLong} at one that no recorder writes. */
  lines(name: string): AsyncIterable<RecordingLines>
  /** Whole lines from a place where one begins. Rejects with {@link LineTooLong}. */
  piece(
    name: string,
    from: number,
    bytes: number,
  ): Promise<{ readonly bytes: Uint8Array; readonly next: number | null }>
  /** The names of the lists of transfers, one for each month; none when there is no folder. */
  transferLists(): Promise<readonly string[]>
  remove(name: string): Promise<void>
  /** Writes the whole file or nothing of it, for this user alone. */
  write(path: string, text: AsyncIterable<Uint8Array | string>): Promise<void>
}

/** A line that is longer than any of a recorder's. */
export class LineTooLong extends Error {}
